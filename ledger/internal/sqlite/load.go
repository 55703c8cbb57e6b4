package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"

	"reconcile/ledger/internal/store"
)

// queueLength is how many statements may wait for the engine.
const queueLength = 8

// An insertQueue executes statements one after the other while its caller sorts and
// prepares the next rows. An error ends it: nothing is executed after it, and the next
// caller gets it.
//
// It asks the driver itself: of a query, unlike of a statement, the driver binds all
// arguments in one call of the engine.
type insertQueue struct {
	ctx   context.Context
	conn  *sql.Conn
	known map[string]driver.StmtQueryContext // what was prepared
	queue chan insertJob
	free  chan []driver.NamedValue // arguments that are no longer needed
	done  chan struct{}

	mu  sync.Mutex
	err error
}

// An insertJob is a statement with its arguments, or, without a statement, a caller
// who waits until all before it are executed.
type insertJob struct {
	statement string
	args      []driver.NamedValue
	reached   chan struct{}
}

// newInsertQueue starts a queue within the transaction that is open on a connection.
func newInsertQueue(ctx context.Context, conn *sql.Conn) *insertQueue {
	q := &insertQueue{ctx: ctx, conn: conn, known: map[string]driver.StmtQueryContext{}, queue: make(chan insertJob, queueLength),
		free: make(chan []driver.NamedValue, queueLength), done: make(chan struct{})}
	go q.run()
	return q
}

func (q *insertQueue) run() {
	defer close(q.done)
	for job := range q.queue {
		if job.reached != nil {
			close(job.reached)
			continue
		}
		if q.failed() != nil {
			continue
		}
		if err := q.execute(job); err != nil {
			q.fail(err)
		}
		select { // their values stay until others take their places: as many blocks as there are
		case q.free <- job.args[:0]:
		default:
		}
	}
	q.forget()
}

// execute runs one statement, which yields no rows.
func (q *insertQueue) execute(job insertJob) error {
	return q.conn.Raw(func(conn any) error {
		stmt, err := q.prepare(conn, job.statement)
		if err != nil {
			return err
		}
		rows, err := stmt.QueryContext(q.ctx, job.args)
		if err != nil {
			return err
		}
		return rows.Close()
	})
}

func (q *insertQueue) prepare(conn any, statement string) (driver.StmtQueryContext, error) {
	if s, ok := q.known[statement]; ok {
		return s, nil
	}
	s, err := conn.(driver.ConnPrepareContext).PrepareContext(q.ctx, statement)
	if err != nil {
		return nil, err
	}
	q.known[statement] = s.(driver.StmtQueryContext)
	return q.known[statement], nil
}

// forget gives the statements back.
func (q *insertQueue) forget() {
	err := q.conn.Raw(func(any) error {
		for _, s := range q.known {
			if err := s.(driver.Stmt).Close(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		q.fail(err)
	}
}

func (q *insertQueue) fail(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.err = translate(err)
	}
}

func (q *insertQueue) failed() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.err
}

// exec hands over a statement. The error may be of one before it.
func (q *insertQueue) exec(statement string, args []driver.NamedValue) (spare []driver.NamedValue, err error) {
	q.queue <- insertJob{statement: statement, args: args}
	select {
	case spare = <-q.free:
	default:
	}
	return spare, q.failed()
}

// wait returns when everything that was handed over is executed.
func (q *insertQueue) wait() error {
	reached := make(chan struct{})
	q.queue <- insertJob{reached: reached}
	<-reached
	return q.failed()
}

// close ends the queue. It may be called twice.
func (q *insertQueue) close() {
	select {
	case <-q.done:
	default:
		close(q.queue)
		<-q.done
	}
}

// A load hands its rows to a queue, a block at a time.
type load struct {
	db    *DB
	ctx   context.Context
	conn  *sql.Conn
	tx    Tx
	queue *insertQueue
}

// Load starts a load, which a context that is cancelled does not end.
func (db *DB) Load(ctx context.Context) (store.Load, error) {
	ctx = context.WithoutCancel(ctx)
	if err := db.BeforeWrite(ctx); err != nil {
		return nil, err
	}
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return nil, translate(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(translate(err), conn.Close())
	}
	return &load{db, ctx, conn, Tx{tx}, newInsertQueue(ctx, conn)}, nil
}

// Prepared returns the transaction for one goroutine that runs a few statements often.
func (l *load) Prepared() *store.Prepared { return store.Prepare(l.tx) }

// Inserter prepares inserts that are executed beside the caller.
func (l *load) Inserter(head, tail string, columns int) (store.Inserter, error) {
	return newInserter(l.queue, head, tail, columns), nil
}

// Wait returns when every block that was handed over is written.
func (l *load) Wait() error { return l.queue.wait() }

// Stop ends the inserting: what is handed over after it fails with err.
func (l *load) Stop(err error) { l.queue.fail(err) }

// Finish waits until everything is written, and takes no more.
func (l *load) Finish() error {
	l.queue.close()
	return l.queue.failed()
}

// Commit ends a load that is finished: everything is in the ledger.
func (l *load) Commit() error {
	if err := errors.Join(translate(l.tx.Commit()), l.conn.Close()); err != nil {
		return err
	}
	l.db.AfterCommit(l.ctx)
	return nil
}

// Rollback ends the load: nothing is in the ledger.
func (l *load) Rollback() error {
	l.queue.close()
	return errors.Join(translate(l.tx.Rollback()), l.conn.Close())
}
