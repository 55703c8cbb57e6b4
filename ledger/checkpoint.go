package ledger

import (
	"context"
	"database/sql"
	"os"
	"sync"
)

// A checkpointer copies what was committed from the journal to the ledger's file,
// beside whoever reads and writes meanwhile. The engine would do so within the commit,
// which costs a large night seconds. Nothing depends on it: what was not copied yet is
// read from the journal. Where there is none because the ledger is filled, it is nil.
type checkpointer struct {
	db      *sql.DB
	journal string
	running sync.WaitGroup
}

// longestJournal is how many bytes the journal may have before whoever writes next
// waits: one that is written while it is copied does not begin anew, but grows.
const longestJournal = 2 << 30

// newCheckpointer opens the connection that copies.
func newCheckpointer(ctx context.Context, path string) (*checkpointer, error) {
	const memory = 4 << 20 // pages pass through, and are not needed again
	db, err := connect(ctx, path, false, memory)
	if err != nil {
		return nil, err
	}
	return &checkpointer{db: db, journal: path + "-wal"}, nil
}

// soon starts a copy. Its errors are nobody's: the last connection that closes copies
// what is left.
func (c *checkpointer) soon(ctx context.Context) {
	if c == nil {
		return
	}
	ctx = context.WithoutCancel(ctx)
	c.running.Go(func() {
		_, _ = c.db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	})
}

// before is called before a transaction that may write much. It waits where the
// journal has become too long, and lets it begin anew.
func (c *checkpointer) before(ctx context.Context) error {
	if c == nil {
		return nil
	}
	info, err := os.Stat(c.journal)
	if err != nil || info.Size() < longestJournal {
		return nil // no journal, no wait
	}
	c.running.Wait()
	_, err = c.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return translate(err)
}

// close waits for the copies that run.
func (c *checkpointer) close() error {
	c.running.Wait()
	return c.db.Close()
}
