package sqlite

import (
	"encoding/binary"
	"errors"
	"io"
	"os"

	"reconcile/ledger/internal/store"
)

// checkHeader refuses a file that is no ledger before SQLite opens it, because opening
// somebody else's database would change its journal mode. An empty file will
// become a ledger.
func checkHeader(path string) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	var head [100]byte
	n, err := io.ReadFull(f, head[:])
	if closeErr := f.Close(); closeErr != nil {
		return closeErr
	}
	switch {
	case errors.Is(err, io.EOF) && n == 0:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return store.ErrNotLedger
	case err != nil:
		return err
	}
	pages := binary.BigEndian.Uint32(head[28:])
	id := binary.BigEndian.Uint32(head[68:])
	_, walErr := os.Stat(path + "-wal")
	// A ledger that was cut off in its first second has its marks in the -wal.
	fresh := id == 0 && (pages <= 1 || walErr == nil)
	if string(head[:16]) != "SQLite format 3\x00" || id != applicationID && !fresh {
		return store.ErrNotLedger
	}
	return nil
}
