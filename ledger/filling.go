package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// A ledger that holds no evidence is filled with a rollback journal, which holds the
// pages that there were: none. With a write-ahead log every page would be written twice,
// and looked for in a log as long as the books. What reads the ledger meanwhile waits,
// and finds nothing that it misses; this process must not read it beside a transaction
// either, which would wait for it without end.

// fillingWait is how many milliseconds a ledger that is filled waits for whoever reads it.
const fillingWait = "600000"

// beginFilling prepares to fill a ledger that holds no evidence. Where another program
// reads it the write-ahead log stays.
func (l *Ledger) beginFilling(ctx context.Context) error {
	version, err := readVersion(ctx, l.write)
	if err != nil {
		return translate(err)
	}
	var evidence bool
	if version > 0 {
		err = queryRow(ctx, l.write, "source_any", nil, &evidence)
	}
	if err != nil || evidence {
		return err
	}
	mode, err := setPragma(ctx, l.write, "journal_mode", "TRUNCATE")
	if errors.Is(translate(err), ErrBusy) {
		return nil
	}
	if err != nil {
		return translate(err)
	}
	l.filling = mode == "truncate"
	if l.filling {
		_, err = setPragma(ctx, l.write, "busy_timeout", fillingWait)
	}
	return translate(err)
}

// filled ends the filling, where the ledger is filled.
func (l *Ledger) filled(ctx context.Context) error {
	if !l.filling {
		return nil
	}
	err := l.logAhead(ctx)
	if err == nil {
		l.tidy, err = newCheckpointer(ctx, l.path)
	}
	return err
}

// logAhead returns to the write-ahead log, with which one writes while others read.
func (l *Ledger) logAhead(ctx context.Context) error {
	for _, s := range [...]struct{ name, value, got string }{
		{"journal_mode", "DELETE", "delete"}, // which removes the journal, as the next one does not
		{"journal_mode", "WAL", "wal"},
		{"busy_timeout", busyTimeout, busyTimeout},
	} {
		got, err := setPragma(ctx, l.write, s.name, s.value)
		if err != nil {
			return translate(err)
		}
		if got != s.got {
			return fmt.Errorf("pragma %s is %s, not %s", s.name, got, s.got)
		}
	}
	l.filling = false
	return nil
}

// setPragma makes a setting of the connection that writes, and returns what it is now.
func setPragma(ctx context.Context, db *sql.DB, name, value string) (got string, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA "+name+" = "+value).Scan(&got)
	return got, err
}
