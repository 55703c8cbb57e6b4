package capture

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"reconcile/words"
)

// A LogFile is a log that is open for appending.
type LogFile interface {
	io.WriteCloser
	Sync() error
	// Size is how many bytes it held when it was opened and was given since.
	Size() int64
	// Kept returns nil where its path leads to it and it holds all of Size.
	//
	// Errors: errTaken, and those of the file system.
	Kept() error
}

// errTaken indicates that a log was renamed, removed, replaced or truncated
// while it was open.
var errTaken = words.Errorf("somebody took the log")

// file is a log in a file system.
type file struct {
	*os.File
	size int64
}

// openFile opens a log, which is made where it is missing.
func openFile(path string) (*file, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o640)
	if err != nil {
		return nil, err
	}
	log := &file{File: f}
	if err := log.endLine(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return log, nil
}

func (f *file) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	f.size += int64(n)
	return n, err
}

func (f *file) Size() int64 { return f.size }

// Kept compares what is open with what the path leads to: after a rename or a
// removal, writes go on without an error into a file that nobody will read.
func (f *file) Kept() error {
	open, err := f.Stat()
	if err != nil {
		return err
	}
	switch named, err := os.Stat(f.Name()); {
	case errors.Is(err, fs.ErrNotExist):
		return words.Errorf("%s: %w: it was renamed or removed", f.Name(), errTaken)
	case err != nil:
		return err
	case !os.SameFile(open, named):
		return words.Errorf("%s: %w: another is in its place", f.Name(), errTaken)
	case open.Size() < f.size:
		return words.Errorf("%s: %w: it was truncated, and what was answered just before may be in no copy of it", f.Name(), errTaken)
	}
	return nil
}

// endLine ends a last line that was cut off, by a crash or a full disk, so that
// the next one is whole. What was cut off was never answered.
func (f *file) endLine() error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return words.Errorf("%s: not a regular file", f.Name())
	case info.Size() == 0:
		return nil
	}
	f.size = info.Size()
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = f.Write([]byte("\n"))
	return err
}
