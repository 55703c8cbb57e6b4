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
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the server that keeps ledgers of tests

	"reconcile/ledger"
)

// RECONCILE_TEST_POSTGRES is the address of a database of a server for tests, where databases
// may be made. Tests that need it are skipped without. The tests of the books run on a file,
// or, where RECONCILE_TEST_LAYOUT names a layout, on that server.
//
// RECONCILE_TEST_CITUS_DSN is the address of a database of a Citus cluster for tests, by its
// coordinator. Ledgers of layout citus are made in schemas of their own there.

// NeedServer skips a test where there is no server for tests; with NEED_POSTGRES in the
// environment that is a failure.
func NeedServer(t testing.TB) {
	t.Helper()
	switch {
	case os.Getenv("RECONCILE_TEST_POSTGRES") != "":
	case os.Getenv("NEED_POSTGRES") != "":
		t.Fatal("no PostgreSQL, and NEED_POSTGRES asks for it: RECONCILE_TEST_POSTGRES names a server")
	default:
		t.Skip("no PostgreSQL: RECONCILE_TEST_POSTGRES=postgres://user@host/database names a server where tests may make databases (.ci/postgres starts one)")
	}
}

// NeedCluster skips a test where there is no Citus cluster for tests.
func NeedCluster(t testing.TB) {
	t.Helper()
	if !OnCluster() {
		t.Skip("no Citus: RECONCILE_TEST_CITUS_DSN=postgres://user@host/database names a database of a cluster where tests may make schemas")
	}
}

// OnCluster reports whether there is a Citus cluster for tests.
func OnCluster() bool { return os.Getenv("RECONCILE_TEST_CITUS_DSN") != "" }

// NeedFile skips a test of books in a file where the tests run on a server.
func NeedFile(t testing.TB) {
	t.Helper()
	if OnServer() {
		t.Skip("of books in a file")
	}
}

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
func OnServer() bool { return os.Getenv("RECONCILE_TEST_LAYOUT") != "" }

// Name is the name of a new ledger for a test, which nobody has written.
func Name(t T) string {
	t.Helper()
	if !OnServer() {
		return filepath.Join(folder(t), "ledger.db")
	}
	return Database(t, os.Getenv("RECONCILE_TEST_LAYOUT"))
}

// Database is the address of a new ledger of a layout, which nobody has written.
func Database(t T, layout string) string {
	t.Helper()
	if layout == "citus" {
		return clusterSchema(t)
	}
	database, err := free.take(layout)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the ledger is closed
		if err := execute(at(database), emptyAll); err != nil {
			t.Error(err)
			return
		}
		free.give(layout, database)
	})
	return at(database)
}

// clusterSchema is the address of a new ledger in a schema of its own on the cluster.
func clusterSchema(t T) string {
	t.Helper()
	cluster := os.Getenv("RECONCILE_TEST_CITUS_DSN")
	address, err := url.Parse(cluster)
	if err != nil || cluster == "" {
		t.Fatal("RECONCILE_TEST_CITUS_DSN names no database of a cluster")
	}
	name := fmt.Sprintf("reconcile_test_%d_%d", os.Getpid(), schemas.Add(1))
	if err := execute(cluster, "CREATE SCHEMA "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the ledger is closed
		if err := execute(cluster, "DROP SCHEMA "+name+" CASCADE"); err != nil {
			t.Error(err)
		}
	})
	q := address.Query()
	q.Set("search_path", name)
	address.RawQuery = q.Encode()
	if err := ledger.Init(context.Background(), address.String(), "citus"); err != nil {
		t.Fatal(err)
	}
	return address.String()
}

// schemas counts those that were made on the cluster.
var schemas atomic.Int64

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
	free map[string][]string // by layout
	made int
}

var free = databases{free: map[string][]string{}}

func (d *databases) take(layout string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.free[layout]); n > 0 {
		name := d.free[layout][n-1]
		d.free[layout] = d.free[layout][:n-1]
		return name, nil
	}
	d.made++
	name := fmt.Sprintf("reconcile_test_%d_%d", os.Getpid(), d.made)
	err := execute(os.Getenv("RECONCILE_TEST_POSTGRES"), "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
	if err != nil {
		return "", err
	}
	return name, ledger.Init(context.Background(), at(name), layout)
}

func (d *databases) give(layout, name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.free[layout] = append(d.free[layout], name)
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
