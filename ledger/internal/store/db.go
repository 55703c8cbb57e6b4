package store

import (
	"context"

	"reconcile/ledger/query"
)

// A DB is what keeps the books: one file, or a database on a server. One process writes
// them at a time.
type DB interface {
	// Reader returns the connections that read, and Readers how many of them may read at a
	// time.
	Reader() Pool
	Readers() int

	// Snapshot lends one connection that reads, on which several statements may be open.
	// They see one state of the books.
	Snapshot(ctx context.Context, body func(Opener) error) error

	// Update runs do in one transaction: it is committed whole or leaves nothing. While it
	// goes on no other one writes.
	Update(ctx context.Context, do func(Tx) error) error

	// Load starts a load. Of the context no more is asked once it has begun: one that can be
	// cancelled costs a goroutine a statement.
	Load(ctx context.Context) (Load, error)

	// BeforeWrite is called before a transaction that may write much, AfterCommit after it,
	// Loaded before what was written is read on several connections, and ReleaseCache where
	// what comes next reads much and writes little.
	BeforeWrite(ctx context.Context) error
	AfterCommit(ctx context.Context)
	Loaded(ctx context.Context) error
	ReleaseCache(ctx context.Context) error

	// Check lists what the engine finds wrong with what it keeps.
	Check(ctx context.Context) ([]string, error)

	// CheckTables lists what the engine finds wrong with tables and their indexes.
	CheckTables(ctx context.Context, names []string) ([]string, error)

	// CheckSchema lists what is another schema than the one of this version.
	CheckSchema(ctx context.Context) ([]string, error)

	// Dir returns the folder for files that are used meanwhile.
	Dir() string

	Close() error
}

// A Pool is the connections of a database that read.
type Pool interface {
	Runner
	Preparer
}

// A Tx is a transaction that writes.
type Tx interface {
	Runner
	Preparer

	// Inserter prepares inserts that are executed at once: head is INSERT INTO, a table, its
	// columns and VALUES, tail what to do with a row that is known, and may be empty.
	Inserter(ctx context.Context, head, tail string, columns int) (Inserter, error)
}

// A Load is a transaction that takes many rows, some at a time, while its caller prepares
// the next ones. It ends with Commit or Rollback.
type Load interface {
	// Prepared returns the transaction for one goroutine that runs a few statements often.
	Prepared() *Prepared

	// Inserter is as of a Tx, but inserts may be executed beside the caller.
	Inserter(head, tail string, columns int) (Inserter, error)

	// Wait returns when every row that was handed over is written.
	Wait() error

	// Stop ends the inserting: what is handed over after it fails with err.
	Stop(err error)

	// Finish waits until everything is written, and takes no more.
	Finish() error

	// Commit ends a load that is finished: everything is in the books.
	Commit() error

	// Rollback ends the load: nothing is in the books.
	Rollback() error
}

// An Inserter gathers rows for one table and inserts them many at a time.
type Inserter interface {
	// Add takes one row, of int64, string, []byte and nil, and writes when enough have
	// gathered. The values are the inserter's until they are written.
	Add(row ...any) error

	// Flush writes what is left.
	Flush() error
}

// NewInserter prepares inserts with the head, and the tail where it is named, of statements.
// prepare is the Inserter of a transaction or a load.
func NewInserter(prepare func(head, tail string, columns int) (Inserter, error), head, tail string, columns int) (Inserter, error) {
	var texts [2]string
	for i, name := range [...]string{head, tail} {
		if name == "" {
			continue
		}
		text, err := query.Text(name)
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	return prepare(texts[0], texts[1], columns)
}

// InserterOf prepares inserts in a transaction with the head of a name.
func InserterOf(ctx context.Context, tx Tx, head string, columns int) (Inserter, error) {
	prepare := func(head, tail string, columns int) (Inserter, error) { return tx.Inserter(ctx, head, tail, columns) }
	return NewInserter(prepare, head, "", columns)
}

// ExecAlone runs one statement in a transaction of its own, and returns how many rows it
// touched.
func ExecAlone(ctx context.Context, db DB, name string, args ...any) (touched int64, err error) {
	err = db.Update(ctx, func(tx Tx) error {
		touched, err = Exec(ctx, tx, name, args...)
		return err
	})
	return touched, err
}
