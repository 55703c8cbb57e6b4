package sqlite

import (
	"context"
	"os"
	"sync"
)

// checkpoints copy what was committed from the journal to the ledger's file, while
// others read and write. The engine would do so within the commit, which costs a large
// night seconds. Nothing depends on it: what was not copied yet is read from the
// journal. During a first load, which has no such journal, it is nil.
type checkpoints struct {
	db      Pool
	journal string
	running sync.WaitGroup
}

// longestJournal is how many bytes the journal may have before the next
// transaction waits: one that is written while it is copied does not begin anew, but grows.
const longestJournal = 2 << 30

// newCheckpoints opens the connection that copies.
func newCheckpoints(ctx context.Context, path string) (*checkpoints, error) {
	const memory = 4 << 20 // pages pass through, and are not needed again
	db, err := connect(ctx, path, false, memory)
	if err != nil {
		return nil, err
	}
	return &checkpoints{db: db, journal: path + "-wal"}, nil
}

// start starts a copy. Its errors are ignored: the last connection that closes copies
// what is left.
func (c *checkpoints) start(ctx context.Context) {
	if c == nil {
		return
	}
	ctx = context.WithoutCancel(ctx)
	c.running.Go(func() {
		_, _ = c.db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	})
}

// throttle is called before a transaction that may write much. It waits where the
// journal has become too long, and lets it begin anew.
func (c *checkpoints) throttle(ctx context.Context) error {
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
func (c *checkpoints) close() error {
	c.running.Wait()
	return c.db.Close()
}
