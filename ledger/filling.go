package ledger

import (
	"context"
	"errors"

	"github.com/mattn/go-sqlite3"
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
	return translate(onConn(ctx, l.write, func(conn *sqlite3.SQLiteConn) error {
		mode, err := setting{name: "journal_mode", value: "TRUNCATE"}.make(conn)
		if errors.Is(translate(err), ErrBusy) {
			return nil
		}
		if l.filling = mode == "truncate"; err != nil || !l.filling {
			return err
		}
		return makeAll(conn, setting{"busy_timeout", fillingWait, fillingWait})
	}))
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
	err := onConn(ctx, l.write, func(conn *sqlite3.SQLiteConn) error {
		return makeAll(conn,
			setting{"journal_mode", "DELETE", "delete"}, // which removes the journal, as the next one does not
			setting{"journal_mode", "WAL", "wal"},
			setting{"busy_timeout", busyTimeout, busyTimeout})
	})
	l.filling = err != nil
	return translate(err)
}
