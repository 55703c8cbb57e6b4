package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// codes are what the codes of the server mean here, by their first characters, the longest
// first.
var codes = []struct {
	prefix string
	is     error
}{
	{"53100", store.ErrFull},     // disk_full
	{"25006", store.ErrReadOnly}, // read_only_sql_transaction: a standby
	{"42501", store.ErrReadOnly}, // insufficient_privilege
	{"55P03", store.ErrBusy},     // lock_not_available
	{"40", store.ErrConflict},    // serialization_failure, deadlock_detected and the like
	{"57P", store.ErrLost},       // the server ends or begins
	{"25P03", store.ErrLost},     // idle_in_transaction_session_timeout: the lease has ended
	{"53300", store.ErrBusy},     // too_many_connections
	{"08P01", nil},               // protocol_violation: not what a network does
	{"08", store.ErrLost},        // the connection
	{"XX001", store.ErrDamaged},  // data_corrupted
	{"XX002", store.ErrDamaged},  // index_corrupted
}

// translate turns the codes of the server into the errors of the store. It is the one place
// that knows them.
func translate(err error) error {
	if err == nil || errors.Is(err, store.ErrLost) || errors.Is(err, context.Canceled) {
		return err
	}
	var e *pgconn.PgError
	if errors.As(err, &e) {
		for _, c := range codes {
			if strings.HasPrefix(e.Code, c.prefix) {
				if c.is == nil {
					break
				}
				return words.Errorf("%w (%s, SQLSTATE %s)", c.is, e.Message, e.Code)
			}
		}
		return err
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return words.Errorf("%w: %s", store.ErrUnreachable, reason(err))
	}
	var lost net.Error
	if errors.As(err, &lost) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, pgconn.ErrConnClosed) || pgconn.SafeToRetry(err) {
		return words.Errorf("%w (%s)", store.ErrLost, err)
	}
	return err
}
