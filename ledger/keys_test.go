package ledger_test

import (
	"slices"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// TestNightsGoByKeys asks that a server can do what a night carries on with by keys alone: no
// table that grows with the books has to be read whole. A view that joins is put together
// whole where a statement does not begin with it, however few rows are asked for.
func TestNightsGoByKeys(t *testing.T) {
	ledgertest.NeedServer(t)
	l, err := ledger.Open(t.Context(), ledgertest.Database(t, "plain"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const apart = "SELECT n.trade_no FROM scope_batch s CROSS JOIN notification_trade n WHERE n.batch_no = s.batch_no"
	read, err := ledger.ReadWhole(t.Context(), l, longTables(), map[string]string{"apart": apart})
	if err != nil {
		t.Fatal(err)
	}
	if len(read) < 50 {
		t.Errorf("%d plans", len(read))
	}
	if !slices.Equal(read["apart"], []string{"notification"}) {
		t.Errorf("a view that is put together whole reads all of %q: the check cannot find what it is for", read["apart"])
	}
	delete(read, "apart")
	for name, tables := range read {
		if len(tables) > 0 {
			t.Errorf("%s reads all of %q", name, tables)
		}
	}
}
