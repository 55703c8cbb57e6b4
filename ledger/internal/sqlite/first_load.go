package sqlite

import (
	"context"
	"errors"

	"reconcile/ledger/internal/store"
)

// A ledger that holds no evidence is loaded with a rollback journal, which holds the
// pages that there were: none. With a write-ahead log every page would be written twice,
// and looked for in a log as long as the books. Other programs that read the ledger
// meanwhile wait, and find nothing that they miss; this one must not read it beside a
// transaction either, which would wait for it without end.

// firstLoadWait is how many milliseconds a first load waits for other programs that read.
const firstLoadWait = "600000"

// firstLoadKiB is what the connection keeps of the file meanwhile: rows come in the order of
// their key, and no page is needed again. Pages that are kept in vain cost time, too.
const firstLoadKiB = 16 << 10

// beginFirstLoad prepares to load a ledger that holds no evidence. Where another program
// reads it the write-ahead log stays.
func (db *DB) beginFirstLoad(ctx context.Context) error {
	version, err := readVersion(ctx, db.write)
	if err != nil {
		return translate(err)
	}
	var evidence bool
	if version > 0 {
		err = store.QueryRow(ctx, db.write, "source_any", nil, &evidence)
	}
	if err != nil || evidence {
		return err
	}
	return translate(onConn(ctx, db.write, func(conn *guard) error {
		mode, err := conn.journal("TRUNCATE")
		if errors.Is(translate(err), store.ErrBusy) {
			return nil
		}
		if db.firstLoad = mode == "truncate"; err != nil || !db.firstLoad {
			return err
		}
		return makeAll(conn.SQLiteConn, setting{"busy_timeout", firstLoadWait, firstLoadWait}, cacheOf(min(firstLoadKiB, db.cacheKiB)))
	}))
}

// journal sets the journal mode of a connection, and returns what it is then.
func (g *guard) journal(mode string) (got string, err error) {
	err = g.permit(func() error {
		got, err = setting{name: "journal_mode", value: mode}.make(g.SQLiteConn)
		return err
	})
	return got, err
}

// Loaded ends the first load of a ledger, where it is under way.
func (db *DB) Loaded(ctx context.Context) error {
	if !db.firstLoad {
		return nil
	}
	err := db.enableWAL(ctx)
	if err == nil {
		db.checkpoints, err = newCheckpoints(ctx, db.path)
	}
	return err
}

// enableWAL returns to the write-ahead log, with which one writes while others read.
func (db *DB) enableWAL(ctx context.Context) error {
	err := onConn(ctx, db.write, func(conn *guard) error {
		return conn.permit(func() error {
			return makeAll(conn.SQLiteConn,
				setting{"journal_mode", "DELETE", "delete"}, // which removes the journal, as the next one does not
				setting{"journal_mode", "WAL", "wal"},
				setting{"busy_timeout", busyTimeout, busyTimeout},
				cacheOf(db.cacheKiB))
		})
	})
	db.firstLoad = err != nil
	return translate(err)
}
