package ledger_test

import (
	"database/sql"
	"path/filepath"
	"reconcile/ledger/ledgertest"
	"testing"
)

// totalsOfBefore makes the totals of books what they were in schema 9: what is least and
// greatest stands of every trade, and so does whether its latest result is a failure.
const totalsOfBefore = namesOfBefore + `
CREATE TABLE before (
  trade_no TEXT NOT NULL, account_id INTEGER NOT NULL, out_trade_no TEXT NOT NULL DEFAULT '', paid_fen INTEGER, due_fen INTEGER,
  owed_fen INTEGER, least_fen INTEGER, greatest_fen INTEGER, refunded_fen INTEGER NOT NULL, pending_fen INTEGER NOT NULL,
  succeeded INTEGER NOT NULL, answered INTEGER NOT NULL, submitted INTEGER NOT NULL, unanswered INTEGER NOT NULL,
  failing INTEGER NOT NULL, unclaimed INTEGER NOT NULL, paid_day INTEGER, least_due_fen INTEGER, greatest_due_fen INTEGER,
  due_conflict INTEGER NOT NULL, elsewhere_fen INTEGER NOT NULL, attested INTEGER NOT NULL, attested_failed INTEGER NOT NULL,
  attested_fen INTEGER NOT NULL, PRIMARY KEY (trade_no, account_id)) STRICT, WITHOUT ROWID;
INSERT INTO before
SELECT trade_no, account_id, 'M', paid_fen, due_fen, owed_fen, COALESCE(least_fen, paid_fen), COALESCE(greatest_fen, paid_fen),
       refunded_fen, pending_fen, succeeded, answered, submitted, unanswered,
       CASE WHEN due_fen IS NOT NULL AND answered > succeeded THEN 1 ELSE failing END, unclaimed, paid_day,
       COALESCE(least_due_fen, due_fen), COALESCE(greatest_due_fen, due_fen), due_conflict, elsewhere_fen, attested, attested_failed, attested_fen
FROM trade_total;
DROP TABLE trade_total;
ALTER TABLE before RENAME TO trade_total;
DROP INDEX claim_odd;
CREATE INDEX claim_dback_failed ON claim (account_id) WHERE dback = 'true^F';
CREATE INDEX claim_fee_exceeds ON claim (account_id) WHERE fee_fen > amount_fen;
DROP INDEX review_commit;
ALTER TABLE review DROP COLUMN after_commit;
PRAGMA user_version = 9`

// Totals of the schema before are those that a night would compute.
func TestUpgradeTotals(t *testing.T) {
	ledgertest.NeedFile(t)
	w := newWorld(t)
	w.tell(`
order T1 10.00 due 10.00
order T2 5.00 due 5.00
order T3 3.00
order T4 3.00
order T5 8.00 due 2.00
night
order T1 12.00 due 10.00
order T2 5.00 due 4.00
night
order T2 5.00 due 5.00
notify n1 20260301001 2026-03-01 11:00:00 0 T1^10.00^SYSTEM_ERROR#T3^3.00^SYSTEM_ERROR#T9^1.00^SYSTEM_ERROR
notify n2 20260301002 2026-03-01 12:00:00 1 T4^1.00^SUCCESS#T5^2.00^SUCCESS
`)
	w.night()
	path := copyOf(t, w.path)
	forgetDigests(t, path)
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	var conflicts int
	err = db.QueryRow("SELECT COUNT(*) FROM trade_total WHERE least_fen IS NOT NULL OR due_conflict > 0").Scan(&conflicts)
	if err != nil || conflicts != 2 {
		t.Errorf("%d trades of orders that differ, %v, want 2", conflicts, err)
	}
	if _, err := db.Exec(totalsOfBefore); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if found := discrepancies(t, path); len(found) > 0 {
		t.Errorf("brought up to date: %+v", found)
	}
}
