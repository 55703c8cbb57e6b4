package ledger

import (
	"database/sql"
	"errors"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A FileStat is the metadata of a file that was read whole, and what its bytes were. There is one of each path, of the file that was read there last.
type FileStat struct {
	Account int64
	Kind    Kind
	Path    string // as it is shown
	Stat
	Measured time.Time // before anything of it was read
	Final    bool      // its last line was taken for whole, though no line end followed
	Whole    string    // hex SHA-256 of all bytes
	UpTo     string    // hex SHA-256 of the bytes that were read, which a Content is known by
}

// A Stat is what changes with a file's bytes. Two are equal where, by the file
// system, nothing has changed.
type Stat struct {
	Size          int64  // in bytes
	Modified      int64  // the bytes, in nanoseconds since 1970; a program can set it
	Changed       int64  // the bytes or the metadata; no program can set it
	Device, Inode uint64 // which file it is
}

// FileStat looks up the stamp of a path; ok is false where there is none.
func (in *Intake) FileStat(account int64, kind Kind, path string) (s FileStat, ok bool, err error) {
	s = FileStat{Account: account, Kind: kind, Path: path}
	var device, inode, measured int64
	err = store.QueryRow(in.ctx, in.db, "stamp_one", []any{account, string(kind), path},
		&s.Size, &s.Modified, &s.Changed, &device, &inode, &measured, &s.Final, &s.Whole, &s.UpTo)
	if errors.Is(err, sql.ErrNoRows) {
		return FileStat{}, false, nil
	}
	if err != nil {
		return FileStat{}, false, words.Errorf("look up the stamp of %s: %w", path, err)
	}
	s.Device, s.Inode, s.Measured = uint64(device), uint64(inode), time.Unix(0, measured)
	return s, true, nil
}

// KeepFileStat records the stamp of a file that was read, or whose bytes the ledger knows
// already, in place of the one that its path had.
func (in *Intake) KeepFileStat(s FileStat) error {
	_, err := store.Exec(in.ctx, in.db, "stamp_keep", s.Account, string(s.Kind), s.Path, s.Size, s.Modified, s.Changed,
		int64(s.Device), int64(s.Inode), s.Measured.UnixNano(), bit(s.Final), s.Whole, s.UpTo)
	if err != nil {
		return words.Errorf("record the stamp of %s: %w", s.Path, err)
	}
	return nil
}
