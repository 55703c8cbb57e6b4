package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/schema"
	"reconcile/words"
)

// onCitus is the layout of books on several nodes: what is counted by trade is in shards of the
// hash of trade_no, those of one trade on one node. Everybody connects to the coordinator,
// where the locks are.
const onCitus = "citus"

// Of what is counted by trade only the rows of every trade are distributed. What holds
// exceptions, and which trades are new, is whole on every node, like everything else: rules
// and holds ask it about batches and lines, too, whose trades are anywhere.
var exceptions = []string{"found", "finding", "finding_was", "named_trade", "scope_trade", "superseded"}

// local are the tables that only the coordinator has: no statement joins them.
var local = []string{"digest", "line_mark", "line_verdict", "stamp"}

// oneConnection makes a transaction write to a node over one connection: over several it could
// not read what it has written itself.
const oneConnection = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"

// distributed are the statements of a migration on a cluster.
func distributed(text string, number int) ([]string, error) {
	views, err := schema.Citus(number)
	if err != nil {
		return nil, err
	}
	all := []string{oneConnection, strings.ReplaceAll(text, byTrade, "")}
	byTrade := tablesByTrade(text)
	for _, m := range tableOf.FindAllStringSubmatch(text, -1) {
		if table := m[1]; slices.Contains(byTrade, table) && !slices.Contains(exceptions, table) {
			all = append(all, fmt.Sprintf("SELECT create_distributed_table('%s', 'trade_no', colocate_with => '%s')", table, with(table)))
		} else if !slices.Contains(local, table) {
			all = append(all, fmt.Sprintf("SELECT create_reference_table('%s')", table))
		}
	}
	if views != "" {
		all = append(all, views)
	}
	return all, nil
}

// with is the table whose shards lie with those of another.
func with(table string) string {
	if table == "bill_refund" { // the first one
		return "none"
	}
	return "bill_refund"
}

// checkCluster asks that a server can distribute a ledger.
func checkCluster(ctx context.Context, tx Tx) error {
	var extension bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_extension e WHERE e.extname = 'citus')").Scan(&extension); err != nil {
		return translate(err)
	}
	if !extension {
		return words.Errorf("layout citus: the database has no extension citus: install it on every node, then CREATE EXTENSION citus, or take another layout")
	}
	if err := checkCoordinator(ctx, tx); err != nil {
		return err
	}
	var known bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_dist_node n WHERE n.groupid = 0 AND n.isactive)").Scan(&known); err != nil {
		return translate(err)
	}
	if !known {
		return words.Errorf("layout citus: the cluster does not know its coordinator: SELECT citus_set_coordinator_host('HOST'), and citus_add_node('HOST', 5432) for each worker")
	}
	return nil
}

// checkCoordinator refuses a worker of a cluster: the locks of a ledger are the coordinator's.
func checkCoordinator(ctx context.Context, db rower) error {
	var worker bool
	err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_extension e WHERE e.extname = 'citus')").Scan(&worker)
	if err == nil && worker {
		err = db.QueryRowContext(ctx, "SELECT NOT citus_is_coordinator()").Scan(&worker)
	}
	switch {
	case err != nil:
		return translate(err)
	case worker:
		return words.Errorf("the server is a worker of a Citus cluster: name the coordinator")
	}
	return nil
}

// A transaction over several nodes is prepared on each, then committed on one after the other,
// without a snapshot over all of them. Where a node was out of reach in between, its part is
// only prepared: the rest is seen, and this part is not.

const (
	settleTries = 50
	settlePause = 100 * time.Millisecond
)

// handed tells what the cluster computes of a statement before it, and hands to every node.
func (db *DB) handed(ctx context.Context, statement string) ([]string, error) {
	var text string
	explain := "EXPLAIN (FORMAT JSON) " + parameter.ReplaceAllString(statement, "'1'")
	if err := db.read.QueryRowContext(ctx, explain).Scan(&text); err != nil {
		return nil, translate(err)
	}
	if !strings.Contains(text, `"Subplans": [`) {
		return nil, nil
	}
	return []string{"computes a part first, and hands it to every node"}, nil
}

// beginOnNodes begins a transaction that writes, on a cluster.
func (db *DB) beginOnNodes(ctx context.Context, tx *sql.Tx) error {
	if !db.citus {
		return nil
	}
	if err := db.settle(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, oneConnection)
	return translate(err)
}

// settle asks that every transaction of a cluster which is committed is so on every node.
// Nothing is read, and nothing written, that rests on half a transaction.
func (db *DB) settle(ctx context.Context, on rower) error {
	if !db.citus {
		return nil
	}
	const pending = `SELECT COUNT(*) FILTER (WHERE n.success AND n.result <> '0'), COALESCE(MIN(n.result) FILTER (WHERE NOT n.success), '')
FROM run_command_on_all_nodes('SELECT COUNT(*) FROM pg_prepared_xacts p WHERE p.database = current_database() AND starts_with(p.gid, ''citus_'')') n`
	var refused string // why a node could not be asked
	for range settleTries {
		var recovered, nodes int
		if err := on.QueryRowContext(ctx, "SELECT recover_prepared_transactions()").Scan(&recovered); err != nil {
			return translate(err)
		}
		if err := on.QueryRowContext(ctx, pending).Scan(&nodes, &refused); err != nil {
			return translate(err)
		}
		if nodes == 0 && refused == "" {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(settlePause):
		}
	}
	if refused != "" {
		return words.Errorf("a node of the cluster cannot be asked what it has committed: %s", refused)
	}
	return words.Errorf("%w: a node of the cluster has not committed what the coordinator has: see pg_prepared_xacts on each", store.ErrBusy)
}
