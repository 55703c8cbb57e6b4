package ledgertest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the server that keeps ledgers of tests

	"reconcile/ledger"
)

// The tests of the books run on a file, or, where RECONCILE_TEST_POSTGRES is the address of
// a database in which databases may be made, on such a server, in the layout that
// RECONCILE_TEST_LAYOUT names.

// A T is what a *testing.T, a *testing.B and a *rapid.T have in common.
type T interface {
	Helper()
	Cleanup(func())
	Error(args ...any)
	Fatal(args ...any)
}

// folder is an empty folder until the end of a test.
func folder(t T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ledger")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// OnServer reports whether tests keep their ledgers in a server.
func OnServer() bool { return os.Getenv("RECONCILE_TEST_POSTGRES") != "" }

// Name is the name of a new ledger for a test, which nobody has written.
func Name(t T) string {
	t.Helper()
	if !OnServer() {
		return filepath.Join(folder(t), "ledger.db")
	}
	database, err := free.take()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the ledger is closed
		if err := execute(at(database), emptyAll); err != nil {
			t.Error(err)
			return
		}
		free.give(database)
	})
	return at(database)
}

// File is a file with what a ledger holds: its own, or a copy.
func File(t T, name string) string {
	t.Helper()
	if !ledger.IsAddress(name) {
		return name
	}
	return Copy(t, name)
}

// Copy is a file with a copy of what a ledger holds, which is not written meanwhile.
func Copy(t T, name string) string {
	t.Helper()
	path := filepath.Join(folder(t), "ledger.db")
	if err := ledger.Copy(context.Background(), name, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// databases are those that no test uses. They are left behind, on a server for tests.
type databases struct {
	mu   sync.Mutex
	free []string
	made int
}

var free databases

func (d *databases) take() (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.free); n > 0 {
		name := d.free[n-1]
		d.free = d.free[:n-1]
		return name, nil
	}
	layout := os.Getenv("RECONCILE_TEST_LAYOUT")
	if layout == "" {
		layout = "plain"
	}
	d.made++
	name := fmt.Sprintf("reconcile_test_%d_%d", os.Getpid(), d.made)
	err := execute(os.Getenv("RECONCILE_TEST_POSTGRES"), "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
	if err != nil {
		return "", err
	}
	return name, ledger.Init(context.Background(), at(name), layout)
}

func (d *databases) give(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.free = append(d.free, name)
}

// emptyAll leaves what a database holds after Init.
const emptyAll = `DO $$
DECLARE
  t NAME;
  filled BOOLEAN;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT c.relname FROM pg_class c
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'reconcile_ledger'
  LOOP
    EXECUTE FORMAT('SELECT EXISTS (SELECT 1 FROM %I)', t) INTO filled;
    IF filled AND t <> 'act_end' THEN
      EXECUTE FORMAT('DELETE FROM %I', t);
    END IF;
  END LOOP;
  UPDATE act_end SET after_commit = 0, digest = '';
END $$`

// execute runs a statement in the database of an address.
func execute(address, statement string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	_, err = db.Exec(statement)
	return errors.Join(err, db.Close())
}

// at is the address of another database of the server.
func at(database string) string {
	address, err := url.Parse(os.Getenv("RECONCILE_TEST_POSTGRES"))
	if err != nil {
		return ""
	}
	address.Path = "/" + database
	return address.String()
}
