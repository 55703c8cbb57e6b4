package ledger

import (
	"context"
	"sync"
)

// writerQueue is how many statements may wait for the engine.
const writerQueue = 8

// A writer executes statements one after the other beside its caller, who sorts and
// prepares the next rows meanwhile. An error ends it: nothing is executed after it,
// and whoever comes next is told.
type writer struct {
	ctx   context.Context
	db    *prepared // its own
	queue chan writerJob
	free  chan []any // arguments that are no longer needed
	done  chan struct{}

	mu  sync.Mutex
	err error
}

// A writerJob is a statement with its arguments, or, without a statement, a caller
// who waits until all before it are executed.
type writerJob struct {
	statement string
	args      []any
	reached   chan struct{}
}

func startWriter(ctx context.Context, db *prepared) *writer {
	w := &writer{ctx: ctx, db: db, queue: make(chan writerJob, writerQueue), free: make(chan []any, writerQueue), done: make(chan struct{})}
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
		if _, err := w.db.ExecContext(w.ctx, job.statement, job.args...); err != nil {
			w.mu.Lock()
			w.err = translate(err)
			w.mu.Unlock()
		}
		clear(job.args)
		select {
		case w.free <- job.args[:0]:
		default:
		}
	}
}

func (w *writer) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// exec hands over a statement. The error may be of one before it.
func (w *writer) exec(statement string, args []any) (spare []any, err error) {
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
