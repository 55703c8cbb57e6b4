package ledger

import (
	"context"
	"database/sql"
	"sync"
)

// A checkpointer copies what was committed from the journal to the ledger's file,
// beside whoever reads and writes meanwhile. The engine would do so within the commit,
// which costs a large night seconds. Nothing depends on it: what was not copied yet is
// read from the journal.
type checkpointer struct {
	db      *sql.DB
	running sync.WaitGroup
}

// newCheckpointer opens the connection that copies.
func newCheckpointer(ctx context.Context, path string) (*checkpointer, error) {
	const memory = 4 << 20 // pages pass through, and are not needed again
	db, err := connect(ctx, path, false, memory)
	if err != nil {
		return nil, err
	}
	return &checkpointer{db: db}, nil
}

// soon starts a copy. Its errors are nobody's: the last connection that closes copies
// what is left.
func (c *checkpointer) soon(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	c.running.Go(func() {
		_, _ = c.db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	})
}

// close waits for the copies that run.
func (c *checkpointer) close() error {
	c.running.Wait()
	return c.db.Close()
}
