package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"reconcile/ledger/internal/postgres"
	"reconcile/ledger/internal/store"
	"reconcile/ledger/ledgertest"
)

// A server without the extension refuses layout citus, and says what is missing.
func TestNoExtension(t *testing.T) {
	ledgertest.NeedServer(t)
	err := postgres.Init(t.Context(), os.Getenv("RECONCILE_TEST_POSTGRES")+"&search_path=pg_temp", "citus")
	if err == nil || !strings.Contains(err.Error(), "has no extension citus") {
		t.Errorf("layout citus without its extension: %v", err)
	}
}

// onCluster is the address of a new ledger on a cluster, and its database.
func onCluster(t *testing.T) (address string, db *sql.DB) {
	t.Helper()
	ledgertest.NeedCluster(t)
	address = ledgertest.Database(t, "citus")
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // some of its connections may be cut off
	return address, db
}

// A worker of a cluster is refused: the locks are the coordinator's.
func TestWorkerIsRefused(t *testing.T) {
	address, db := onCluster(t)
	worker, _ := workerOf(t, db, address, "2026030122001")
	if _, err := postgres.Open(t.Context(), worker, postgres.Options{}); err == nil || !strings.Contains(err.Error(), "name the coordinator") {
		t.Errorf("a ledger by a worker: %v", err)
	}
}

// workerOf is the address of the node that has a trade, and the number of its group.
func workerOf(t *testing.T, db *sql.DB, address, trade string) (worker string, group int) {
	t.Helper()
	const placement = `SELECT n.nodename, n.nodeport::TEXT, n.groupid FROM pg_dist_placement p JOIN pg_dist_node n ON n.groupid = p.groupid
WHERE p.shardid = get_shard_id_for_distribution_column('bill_refund', $1::TEXT)`
	var host, port string
	if err := db.QueryRowContext(t.Context(), placement, trade).Scan(&host, &port, &group); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("host", host)
	q.Set("port", port)
	u.RawQuery = q.Encode()
	return u.String(), group
}

// Many rows go into a table that the transaction has read on the coordinator: it is not looked
// at there, which Citus refuses to do within the transaction.
func TestManyRowsAfterReading(t *testing.T) {
	ledgertest.NeedCluster(t)
	ctx := t.Context()
	books := openAt(t, ledgertest.Database(t, "citus"))
	err := books.Update(ctx, func(tx store.Tx) error {
		for _, err := range store.Rows(ctx, tx, "before", "SELECT b.batch_no FROM scope_batch b") {
			if err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO scope_batch (batch_no) SELECT n::TEXT FROM generate_series(1, 5000) n")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A transaction that the coordinator has committed and a node has only prepared is half: the
// node does not show its part. Before anything is written or decided it is whole, and one
// that the coordinator has not committed is gone.
func TestHalfCommitted(t *testing.T) {
	ctx := t.Context()
	address, db := onCluster(t)
	for trade, committed := range map[string]bool{"2026030122001": true, "2026030122002": false} {
		worker, group := workerOf(t, db, address, trade)
		gid := fmt.Sprintf("citus_0_%d_%s_1", os.Getpid(), trade[4:])
		prepare(t, db, worker, trade, gid)
		if committed {
			if _, err := db.ExecContext(ctx, "INSERT INTO pg_dist_transaction (groupid, gid) VALUES ($1, $2)", group, gid); err != nil {
				t.Fatal(err)
			}
		}
		if got := bills(t, db, trade); got != 0 {
			t.Errorf("%s: a prepared row is seen", trade)
		}
	}
	books := openAt(t, address)
	if err := books.Update(ctx, func(store.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if a, b := bills(t, db, "2026030122001"), bills(t, db, "2026030122002"); a != 1 || b != 0 {
		t.Errorf("%d rows of what was committed, want 1; %d of what was not, want 0", a, b)
	}
}

// Of a node that lets nobody in nobody knows what it has committed: nothing is written, and
// the sentence says why it could not be asked.
func TestNodeThatCannotBeAsked(t *testing.T) {
	ctx := t.Context()
	address, db := onCluster(t)
	worker, _ := workerOf(t, db, address, "2026030122001")
	u, err := url.Parse(worker)
	if err != nil {
		t.Fatal(err)
	}
	shut := "ALTER DATABASE " + strings.TrimPrefix(u.Path, "/") + " WITH ALLOW_CONNECTIONS "
	u.Path = "/postgres"
	node, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	if _, err := node.ExecContext(ctx, shut+"false"); err != nil {
		t.Fatal(err)
	}
	defer node.ExecContext(context.WithoutCancel(ctx), shut+"true")
	books := openAt(t, address)
	err = books.Update(ctx, func(store.Tx) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "cannot be asked what it has committed: ") || errors.Is(err, store.ErrBusy) {
		t.Errorf("a node that lets nobody in: %v", err)
	}
}

// prepare leaves a row of a trade prepared on its node.
func prepare(t *testing.T, db *sql.DB, worker, trade, gid string) {
	t.Helper()
	ctx := t.Context()
	var shard string
	const named = "SELECT shard_name('bill_refund'::regclass, get_shard_id_for_distribution_column('bill_refund', $1::TEXT))"
	if err := db.QueryRowContext(ctx, named, trade).Scan(&shard); err != nil {
		t.Fatal(err)
	}
	node, err := sql.Open("pgx", worker+"&citus.enable_manual_changes_to_shards=on")
	if err != nil {
		t.Fatal(err)
	}
	defer node.Close()
	one, err := node.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	for _, statement := range []string{"BEGIN", "INSERT INTO " + shard + " (trade_no, account_id, batch_no, finished_at, amount_fen, occurrence, source_id, line_no) VALUES ('" + trade + "', 1, '1', 1, 1, 1, 1, 1)",
		"PREPARE TRANSACTION '" + gid + "'"} {
		if _, err := one.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
}

// bills counts the rows of bills of a trade.
func bills(t *testing.T, db *sql.DB, trade string) (rows int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM bill_refund b WHERE b.trade_no = $1", trade).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}
