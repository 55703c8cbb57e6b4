package postgres

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// IsAddress reports whether a name of a ledger is the address of a database.
func IsAddress(name string) bool {
	return strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://")
}

// errPassword is no error of parsing: that would tell the password.
var errPassword = words.Errorf("an address with a password: leave it out, and put it into PGPASSFILE, a service file or PGPASSWORD")

// CheckAddress asks that an address reads, and holds no password: addresses stand in
// configurations, messages and lists of processes.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return words.Errorf("not an address such as postgres://user@host/database")
	}
	if _, has := u.User.Password(); has || u.Query().Has("password") || u.Query().Has("sslpassword") {
		return errPassword
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return words.Errorf("not an address of a database: %s", reason(err))
	}
	_, err = patienceOf(config)
	return err
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
// into 32 MB is sorted in memory; no statement is compiled: most of them are short; none is
// spread over processes: several are asked side by side already. Tables are joined in the
// order that a statement has them in, as in a file: it begins with what is few, which the
// server, that knows nothing yet of what is new, guesses wrong. What is joined and grouped
// by trade is so within each partition. A server that has lost a client notices within a
// minute, and frees its locks.
var settings = map[string]string{
	"application_name":                 "reconcile",
	"client_encoding":                  "UTF8",
	"client_connection_check_interval": "1s",
	"cursor_tuple_fraction":            "1.0",
	"enable_partitionwise_aggregate":   "on",
	"enable_partitionwise_join":        "on",
	"jit":                              "off",
	order:                              "1",
	"max_parallel_workers_per_gather":  "0",
	"random_page_cost":                 "1.1",
	"work_mem":                         "32MB",
	"tcp_keepalives_idle":              "30",
	"tcp_keepalives_interval":          "10",
	"tcp_keepalives_count":             "3",
	"tcp_user_timeout":                 "60000",
	"standard_conforming_strings":      "on",
}

// patienceName is what an address calls how long a silent connection is waited for before the
// server is asked about it; connectTimeout bounds the connecting, unless the address does.
const (
	patienceName    = "patience"
	defaultPatience = 30 * time.Second
	connectTimeout  = 10 * time.Second
)

// order names the setting that a cluster is left without: Citus takes what it asks of the nodes
// from the server's plan, and refuses rules where tables may not be joined in another order.
const order = "join_collapse_limit"

// configOf reads an address, and what the environment says beside it: PGPASSFILE,
// PGSERVICE, PGSSLMODE and the like. Some settings may be left to the server.
func configOf(address string, left ...string) (*pgx.ConnConfig, error) {
	if err := CheckAddress(address); err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, words.Errorf("%s", reason(err))
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	for name, value := range settings {
		if _, ok := config.RuntimeParams[name]; !ok && !slices.Contains(left, name) {
			config.RuntimeParams[name] = value
		}
	}
	return config, nil
}

// poolOf is the connections that an address leads to. Some settings may be left to the server.
func poolOf(address string, left ...string) (pool, error) {
	config, err := configOf(address, left...)
	if err != nil {
		return pool{}, err
	}
	patience, err := patienceOf(config)
	if err != nil {
		return pool{}, err
	}
	return pool{sql.OpenDB(&connector{config, patience})}, nil
}

// patienceOf reads how long what is silent is waited for (see watched): patience in the
// address, which is no setting of the server.
func patienceOf(config *pgx.ConnConfig) (time.Duration, error) {
	text, ok := config.RuntimeParams[patienceName]
	if !ok {
		return defaultPatience, nil
	}
	delete(config.RuntimeParams, patienceName)
	patience, err := time.ParseDuration(text)
	if err != nil || patience <= 0 {
		return 0, words.Errorf("%s=%s in the address: not a duration such as 30s", patienceName, text)
	}
	return patience, nil
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
