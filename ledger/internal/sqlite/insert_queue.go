package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"
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
		clear(job.args)
		select {
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
