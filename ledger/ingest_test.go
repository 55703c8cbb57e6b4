package ledger_test

import (
	"context"
	"testing"

	"reconcile/ledger"
)

// ingestOfBefore takes away what the schemas since 13 have added.
const ingestOfBefore = "DROP TABLE digest; DROP TABLE trade_before; ALTER TABLE run DROP COLUMN proof;\nDROP TABLE ingest_file; ALTER TABLE run DROP COLUMN taken_up;\n"

// forgetDigests makes a ledger what it was before rows were digested, but for its schema.
func forgetDigests(t testing.TB, path string) {
	t.Helper()
	l, err := ledger.Open(context.Background(), path, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := ledger.ForgetDigests(context.Background(), l); err != nil {
		t.Fatal(err)
	}
}
