package postgres

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"reconcile/ledger/internal/store"
)

// IsAddress reports whether a name of a ledger is the address of a database.
func IsAddress(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// errPassword is no error of parsing: that would tell the password.
var errPassword = errors.New("an address with a password: leave it out, and put it into PGPASSFILE, a service file or PGPASSWORD")

// CheckAddress asks that an address reads, and holds no password: addresses stand in
// configurations, messages and lists of processes.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return errors.New("not an address such as postgres://user@host/database")
	}
	if _, has := u.User.Password(); has || u.Query().Has("password") || u.Query().Has("sslpassword") {
		return errPassword
	}
	if _, err := pgx.ParseConfig(address); err != nil {
		return fmt.Errorf("not an address of a database: %s", reason(err))
	}
	return nil
}

// reason is what is wrong with an address, without the address.
func reason(err error) string {
	text := err.Error()
	if inner := errors.Unwrap(err); inner != nil {
		text = inner.Error()
	}
	return text
}

// settings are of every connection, unless the address says other. Plans are made for
// statements that are read to their end, and for disks that have no arm to move; what fits
// into 32 MB is sorted in memory; no statement is compiled: most of them are short. What is
// joined and grouped by trade is so within each partition. A server that has lost a client
// notices within a minute, and frees its locks.
var settings = map[string]string{
	"application_name":                 "reconcile",
	"client_encoding":                  "UTF8",
	"client_connection_check_interval": "1s",
	"cursor_tuple_fraction":            "1.0",
	"enable_partitionwise_aggregate":   "on",
	"enable_partitionwise_join":        "on",
	"jit":                              "off",
	"random_page_cost":                 "1.1",
	"work_mem":                         "32MB",
	"tcp_keepalives_idle":              "30",
	"tcp_keepalives_interval":          "10",
	"tcp_keepalives_count":             "3",
	"standard_conforming_strings":      "on",
}

// configOf reads an address, and what the environment says beside it: PGPASSFILE,
// PGSERVICE, PGSSLMODE and the like.
func configOf(address string) (*pgx.ConnConfig, error) {
	if err := CheckAddress(address); err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errors.New(reason(err))
	}
	for name, value := range settings {
		if _, ok := config.RuntimeParams[name]; !ok {
			config.RuntimeParams[name] = value
		}
	}
	return config, nil
}

// connectorOf makes the connections of a pool.
func connectorOf(config *pgx.ConnConfig) *connector {
	return &connector{stdlib.GetConnector(*config)}
}

// Where is what an address connects to, for messages: the database, its host and how the
// connection is secured.
func Where(address string) (string, error) {
	config, err := configOf(address)
	if err != nil {
		return "", err
	}
	secured := "without TLS"
	if config.TLSConfig != nil {
		secured = "with TLS"
	}
	return fmt.Sprintf("database %s at %s:%d as %s, %s", config.Database, config.Host, config.Port, config.User, secured), nil
}

var _ store.DB = (*DB)(nil)
