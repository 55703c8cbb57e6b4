package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"

	"github.com/mattn/go-sqlite3"

	"reconcile/words"
)

// oldestSQLite is the first version without the WAL-reset bug, which corrupts
// databases that are written while they are checkpointed (3.7.0 to 3.51.2).
const oldestSQLite = 3_051_003

// applicationID marks a file as a ledger: "RCNL".
const applicationID = 0x52434e4c

// A setting is a pragma, and what it reads as once it is made.
type setting struct{ name, value, got string }

// settings are made on every connection, and read back: the driver ignores a
// misspelt one, SQLite keeps the old journal mode where it cannot change it,
// and both default to a ledger that power loss can damage.
var settings = [...]setting{
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "ON", "1"},
	{"recursive_triggers", "ON", "1"},
	{"trusted_schema", "OFF", "0"},
	{"cell_size_check", "ON", "1"},
	{"temp_store", "DEFAULT", "0"},
}

// pageSize is how many bytes a page of a new ledger has; one that is there keeps its own.
// Pages of twice what the engine takes by itself are half as many to find, read and write.
const pageSize = "8192"

// busyTimeout is how many milliseconds a connection waits for another one.
const busyTimeout = "8000"

// connect opens a pool on the ledger at path: one connection for writing, or a
// few that cannot write.
// memory is how many bytes the program may keep, of which the pool takes its part.
func connect(ctx context.Context, path string, readOnly bool, memory int64) (Pool, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Pool{}, err
	}
	if _, number, _ := sqlite3.Version(); number < oldestSQLite {
		return Pool{}, words.Errorf("SQLite %d is older than %d and can corrupt a ledger", number, oldestSQLite)
	}
	file := url.URL{Scheme: "file", OmitHost: true, Path: abs}
	// The pool gives a connection to one goroutine at a time: the engine need not.
	dsn := file.String() + "?_busy_timeout=" + busyTimeout + "&_txlock=immediate&_mutex=no"
	db := sql.OpenDB(&connector{dsn: dsn, guarded: !readOnly, driver: &sqlite3.SQLiteDriver{ConnectHook: configure(readOnly, memory)}})
	if readOnly {
		db.SetMaxOpenConns(readers)
	} else {
		db.SetMaxOpenConns(1)
	}
	if err := db.PingContext(ctx); err != nil {
		return Pool{}, errors.Join(translate(err), db.Close())
	}
	return Pool{db}, nil
}

// Version is the version of the engine, "3.51.3".
func Version() string {
	text, _, _ := sqlite3.Version()
	return text
}

// A connector makes connections that are configured before they are used.
type connector struct {
	dsn     string
	guarded bool // they write (see guard)
	driver  *sqlite3.SQLiteDriver
}

func (c *connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil || !c.guarded {
		return conn, err
	}
	return newGuard(conn), nil
}

func (c *connector) Driver() driver.Driver { return c.driver }

// readers is how many connections read at a time.
const readers = 4

// cacheKiB is how much of its file a connection keeps in memory. Half of what the
// program may keep is the ledger's: of the connection that writes while a run reads
// its input and computes totals, of those that read after it, when the other one has
// given back its pages. These have half of that: what a query sorts comes on top of it,
// up to as much again for each sorting.
func cacheKiB(memory int64, readOnly bool) int64 {
	half := memory / 2 >> 10
	if readOnly {
		return half / 4 / readers
	}
	return half
}

// cacheOf makes a connection keep so much; SQLite takes KiB for a number below zero.
func cacheOf(kib int64) setting {
	size := strconv.FormatInt(-kib, 10)
	return setting{"cache_size", size, size}
}

func configure(readOnly bool, memory int64) func(*sqlite3.SQLiteConn) error {
	all := settings[:]
	if readOnly {
		all = append(all[:len(all):len(all)], setting{"query_only", "ON", "1"})
	} else {
		all = append(all[:len(all):len(all)], setting{"wal_autocheckpoint", "0", "0"}) // see checkpoints
	}
	all = append(all[:len(all):len(all)], cacheOf(cacheKiB(memory, readOnly)))
	return func(conn *sqlite3.SQLiteConn) error {
		if !readOnly { // the mode writes the first page of a new file, so the size comes before it
			for _, s := range []setting{{name: "page_size", value: pageSize}, {name: "journal_mode", value: "WAL"}} {
				if _, err := s.make(conn); err != nil {
					return err
				}
			}
		}
		mode, err := pragma(conn, "journal_mode")
		if err != nil {
			return err
		}
		if mode != "wal" && !(readOnly && mode == "delete") { // during a first load
			return words.Errorf("journal mode is %s, not wal: is the ledger on a local disk?", mode)
		}
		return makeAll(conn, all...)
	}
}

// makeAll makes settings of a connection, and asks that they are made.
func makeAll(conn *sqlite3.SQLiteConn, all ...setting) error {
	for _, s := range all {
		got, err := s.make(conn)
		if err != nil {
			return err
		}
		if got != s.got {
			return words.Errorf("pragma %s is %s, not %s", s.name, got, s.got)
		}
	}
	return nil
}

// make makes a setting of a connection, and returns what it reads as then.
func (s setting) make(conn *sqlite3.SQLiteConn) (got string, err error) {
	rows, err := conn.Query("PRAGMA "+s.name+" = "+s.value, nil)
	if err != nil {
		return "", err
	}
	// Behind the row that it prints a journal mode is written to the file, which can fail.
	for value := make([]driver.Value, len(rows.Columns())); err == nil; {
		err = rows.Next(value)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err := errors.Join(err, rows.Close()); err != nil {
		return "", err
	}
	return pragma(conn, s.name)
}

// onConn lends the driver's own side of a connection.
func onConn[C any](ctx context.Context, db Pool, use func(C) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	err = conn.Raw(func(c any) error { return use(c.(C)) })
	return errors.Join(err, conn.Close())
}

// pragma reads one setting of one connection as text.
func pragma(conn *sqlite3.SQLiteConn, name string) (string, error) {
	rows, err := conn.Query("PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	value := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(value); err != nil {
		return "", errors.Join(words.Errorf("pragma %s: %w", name, err), rows.Close())
	}
	if err := rows.Close(); err != nil {
		return "", err
	}
	switch v := value[0].(type) {
	case int64:
		return strconv.FormatInt(v, 10), nil
	case string:
		return v, nil
	}
	return fmt.Sprint(value[0]), nil
}
