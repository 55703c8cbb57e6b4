package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"reconcile/ledger/internal/store"
)

// A connector makes connections that may have rows open beside the next statement.
type connector struct {
	config   *pgx.ConnConfig
	patience time.Duration // that what is silent is waited for before anybody asks why
}

// Driver is as of driver.Connector.
func (c *connector) Driver() driver.Driver { return stdlib.GetDefaultDriver() }

// Connect makes a connection. A server that begins anew, or has no room for one more, is
// asked again for some seconds.
func (c *connector) Connect(ctx context.Context) (made driver.Conn, err error) {
	err = again(ctx, connecting, beginsAnew, func() error {
		made, err = c.connect(ctx)
		return err
	})
	return made, err
}

func (c *connector) connect(ctx context.Context) (driver.Conn, error) {
	var peer *backend
	config, dial := c.config.Copy(), c.config.DialFunc
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		inner, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		// Of several servers the one is asked that this is a connection to.
		asking := c.config.Copy()
		asking.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx, network, address) }
		peer = &backend{config: asking}
		return &watched{Conn: inner, patience: c.patience, peer: peer}, nil
	}
	inner, err := stdlib.GetConnector(*config).Connect(ctx)
	if err != nil {
		return nil, err
	}
	made := inner.(*stdlib.Conn)
	if peer.session, err = sessionOf(ctx, made.Conn()); err != nil {
		return nil, errors.Join(err, made.Close())
	}
	return &conn{Conn: made, session: peer.session}, nil
}

// sessionOf asks the server which session a connection is of. What the protocol says of it
// is, behind a pooler, the pooler's.
func sessionOf(ctx context.Context, conn *pgx.Conn) (s session, err error) {
	const own = "SELECT a.pid, a.backend_start::TEXT FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()"
	return s, conn.QueryRow(ctx, own).Scan(&s.pid, &s.begun)
}

// How long is waited before something is tried again.
var (
	connecting = []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond, 800 * time.Millisecond, 1600 * time.Millisecond, 3200 * time.Millisecond}
	repeating  = []time.Duration{50 * time.Millisecond, 250 * time.Millisecond}
)

// again does what may be done again, whole, where an error passes, and waits a little
// longer every time.
func again(ctx context.Context, waits []time.Duration, passes func(error) bool, do func() error) error {
	err := do()
	for _, wait := range waits {
		if err == nil || !passes(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(wait):
		}
		err = do()
	}
	return err
}

// beginsAnew reports whether a server that refuses a connection may take it in a moment. One
// that takes no password of ours, or whose name nobody knows, will not.
func beginsAnew(err error) bool {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return strings.HasPrefix(said.Code, "57P") || said.Code == "53300" // too_many_connections
	}
	var name *net.DNSError
	if errors.As(err, &name) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	translated := translate(err)
	return errors.Is(translated, store.ErrUnreachable) || errors.Is(translated, store.ErrLost)
}

// gaveUp reports whether the server gave a transaction up, or the connection was lost: what
// has not begun to commit can be done again.
func gaveUp(err error) bool {
	err = translate(err)
	return errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrLost) && !errors.Is(err, errLockLost)
}
