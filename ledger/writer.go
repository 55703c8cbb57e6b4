package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"
)

// writerQueue is how many statements may wait for the engine.
const writerQueue = 8

// A writer executes statements one after the other beside its caller, who sorts and
// prepares the next rows meanwhile. An error ends it: nothing is executed after it,
// and whoever comes next is told.
//
// It asks the driver itself: of a query, unlike of a statement, the driver binds all
// arguments in one call of the engine.
type writer struct {
	ctx   context.Context
	conn  *sql.Conn
	known map[string]driver.StmtQueryContext // what was prepared
	queue chan writerJob
	free  chan []driver.NamedValue // arguments that are no longer needed
	done  chan struct{}

	mu  sync.Mutex
	err error
}

// A writerJob is a statement with its arguments, or, without a statement, a caller
// who waits until all before it are executed.
type writerJob struct {
	statement string
	args      []driver.NamedValue
	reached   chan struct{}
}

// startWriter starts a writer within the transaction that is open on a connection.
func startWriter(ctx context.Context, conn *sql.Conn) *writer {
	w := &writer{ctx: ctx, conn: conn, known: map[string]driver.StmtQueryContext{}, queue: make(chan writerJob, writerQueue),
		free: make(chan []driver.NamedValue, writerQueue), done: make(chan struct{})}
	go w.run()
	return w
}

func (w *writer) run() {
	defer close(w.done)
	for job := range w.queue {
		if job.reached != nil {
			close(job.reached)
			continue
		}
		if w.failed() != nil {
			continue
		}
		if err := w.execute(job); err != nil {
			w.fail(err)
		}
		clear(job.args)
		select {
		case w.free <- job.args[:0]:
		default:
		}
	}
	w.forget()
}

// execute runs one statement, which yields no rows.
func (w *writer) execute(job writerJob) error {
	return w.conn.Raw(func(conn any) error {
		stmt, err := w.prepare(conn, job.statement)
		if err != nil {
			return err
		}
		rows, err := stmt.QueryContext(w.ctx, job.args)
		if err != nil {
			return err
		}
		return rows.Close()
	})
}

func (w *writer) prepare(conn any, statement string) (driver.StmtQueryContext, error) {
	if s, ok := w.known[statement]; ok {
		return s, nil
	}
	s, err := conn.(driver.ConnPrepareContext).PrepareContext(w.ctx, statement)
	if err != nil {
		return nil, err
	}
	w.known[statement] = s.(driver.StmtQueryContext)
	return w.known[statement], nil
}

// forget gives the statements back.
func (w *writer) forget() {
	err := w.conn.Raw(func(any) error {
		for _, s := range w.known {
			if err := s.(driver.Stmt).Close(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.fail(err)
	}
}

func (w *writer) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = translate(err)
	}
}

func (w *writer) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// exec hands over a statement. The error may be of one before it.
func (w *writer) exec(statement string, args []driver.NamedValue) (spare []driver.NamedValue, err error) {
	w.queue <- writerJob{statement: statement, args: args}
	select {
	case spare = <-w.free:
	default:
	}
	return spare, w.failed()
}

// wait returns when everything that was handed over is executed.
func (w *writer) wait() error {
	reached := make(chan struct{})
	w.queue <- writerJob{reached: reached}
	<-reached
	return w.failed()
}

// close ends the writer. It may be called twice.
func (w *writer) close() {
	select {
	case <-w.done:
	default:
		close(w.queue)
		<-w.done
	}
}
