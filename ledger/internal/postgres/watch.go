package postgres

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// A network may go silent without an end: a firewall that has forgotten a connection, a proxy
// that hangs. A server may be silent for long as well, while it works on a statement. So
// who waits for longer than its patience asks the server, by another connection, what
// it does: a server that works is waited for, one that waits for us is not.

// An errSilent is why a connection counts as lost. It is an error of the network, and none
// after which the driver might go on.
type errSilent string

func (e errSilent) Error() string { return string(e) }
func (errSilent) Timeout() bool   { return false }
func (errSilent) Temporary() bool { return false }

var _ net.Error = errSilent("")

// A watched is a connection of the network that is not waited for without an end.
type watched struct {
	net.Conn
	patience time.Duration
	peer     *backend

	moved atomic.Int64 // bytes, to and fro

	mu  sync.Mutex
	due [2]time.Time // what the driver has set for reading and writing; zero for none
}

const (
	reading = iota
	writing
)

// Read is as of net.Conn.
func (w *watched) Read(b []byte) (int, error) {
	return w.wait(reading, func() (int, error) { return w.Conn.Read(b) })
}

// Write is as of net.Conn.
func (w *watched) Write(b []byte) (written int, err error) {
	for {
		n, err := w.wait(writing, func() (int, error) { return w.Conn.Write(b[written:]) })
		if written += n; n == 0 || !w.outwaited(writing, err) {
			return written, err
		}
	}
}

// wait does what may have to be waited for. After its patience it asks the server, and gives
// up where the server says twice in a row that there is nothing to wait for, and no byte has
// moved in between: an answer may be on its way, or rows in the other direction.
func (w *watched) wait(what int, do func() (int, error)) (int, error) {
	doubt, moved := error(nil), int64(0)
	for {
		w.arm(what)
		n, err := do()
		w.moved.Add(int64(n))
		if n > 0 || !w.outwaited(what, err) {
			return n, err
		}
		vain := w.peer.vain()
		if vain != nil && doubt != nil && moved == w.moved.Load() {
			w.peer.end()
			return 0, vain
		}
		doubt, moved = vain, w.moved.Load()
	}
}

// arm lets what comes next wait for as long as the patience lasts.
func (w *watched) arm(what int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.set(what)
}

// set tells the network when to stop waiting. Where it cannot, the connection is closed,
// which the next call says.
func (w *watched) set(what int) {
	until := time.Now().Add(w.patience)
	if due := w.due[what]; !due.IsZero() && due.Before(until) {
		until = due
	}
	if what == reading {
		_ = w.Conn.SetReadDeadline(until)
	} else {
		_ = w.Conn.SetWriteDeadline(until)
	}
}

// outwaited reports whether it was the patience that ended, and nothing that the driver set.
func (w *watched) outwaited(what int, err error) bool {
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.due[what].IsZero() || time.Now().Before(w.due[what])
}

// SetDeadline is as of net.Conn. The driver sets one that has passed to interrupt what waits.
func (w *watched) SetDeadline(t time.Time) error {
	return errors.Join(w.SetReadDeadline(t), w.SetWriteDeadline(t))
}

// SetReadDeadline is as of net.Conn.
func (w *watched) SetReadDeadline(t time.Time) error { return w.setDue(reading, t) }

// SetWriteDeadline is as of net.Conn.
func (w *watched) SetWriteDeadline(t time.Time) error { return w.setDue(writing, t) }

func (w *watched) setDue(what int, t time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.due[what] = t
	w.set(what)
	return nil
}

// A backend is what works for one connection at the server.
type backend struct {
	config  *pgx.ConnConfig // of the connection that asks
	session session         // zero until the connection stands
}

// vain says why there is nothing to wait for: the server cannot be asked, or waits for
// us, as after a request or an answer that was lost on the way.
func (b *backend) vain() error {
	if b.session.pid == 0 {
		return errSilent("the server does not answer")
	}
	const atWork = `SELECT COUNT(*) FROM pg_stat_activity a WHERE a.pid = $1 AND a.backend_start::TEXT = $2 AND a.wait_event_type IS DISTINCT FROM 'Client'`
	count, err := b.ask(atWork)
	var said *pgconn.PgError
	switch {
	case errors.As(err, &said): // such as that it has no connection to spare
		return nil
	case err != nil:
		return errSilent("nothing comes, and the server cannot be asked why")
	case count == 0:
		return errSilent("nothing comes, and the server waits for us")
	}
	return nil
}

// end ends the session of the connection where it still stands: it holds locks that the
// next run needs. A server that cannot be asked finds out by itself (see settings).
func (b *backend) end() {
	const end = `SELECT COUNT(pg_terminate_backend(a.pid)) FROM pg_stat_activity a WHERE a.pid = $1 AND a.backend_start::TEXT = $2`
	_, _ = b.ask(end)
}

// ask asks the server by another connection, which is not waited for without an end either.
func (b *backend) ask(statement string) (count int, err error) {
	ctx, stop := context.WithTimeout(context.Background(), connectTimeout)
	defer stop()
	conn, err := pgx.ConnectConfig(ctx, b.config)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	return count, conn.QueryRow(ctx, statement, b.session.pid, b.session.begun).Scan(&count)
}
