package ledger_test

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"reconcile/ledger"
)

// namesOfBefore makes the batches of notify_ids what they were in schema 11: a row each.
const namesOfBefore = ingestOfBefore + `
CREATE TABLE names_before (notify_id TEXT NOT NULL, account_id INTEGER NOT NULL, batch_no TEXT NOT NULL,
  PRIMARY KEY (notify_id, account_id)) STRICT, WITHOUT ROWID;
INSERT INTO names_before (notify_id, account_id, batch_no) SELECT notify_id, account_id, batch_no FROM notification_batch;
DROP VIEW notification_batch;
DROP TABLE notify_block;
ALTER TABLE names_before RENAME TO notification_batch;
`

// namer delivers notifications of random notify_ids, night by night: new ones, the same
// again, and other content under another batch.
type namer struct {
	w      *world
	random *rand.Rand
	batch  map[string]string // by notify_id, of the content that stands
	ids    []string
	number int
}

// id is one that there was not: some begin with another one, some need quotation.
func (n *namer) id() string {
	for {
		id := fmt.Sprintf("%x", n.random.IntN(1<<20))
		switch n.random.IntN(8) {
		case 0:
			id = id[:1]
		case 1:
			id += `"\"`
		}
		if n.batch[id] == "" {
			return id
		}
	}
}

// night reads a file of so many deliveries, and asks that each has the verdict it should have.
func (n *namer) night(deliveries int) {
	n.w.t.Helper()
	var want ledger.Counts
	got := n.w.intake(ledger.Notify, func(in *ledger.Intake) error {
		for range deliveries {
			n.number++
			want.Lines++
			batch := fmt.Sprintf("20260301%06d", n.number)
			id := ""
			switch kind := n.random.IntN(10); {
			case kind < 6 || len(n.ids) == 0:
				id = n.id()
				n.ids, n.batch[id] = append(n.ids, id), batch
				want.Accepted++
			case kind < 8:
				id = n.ids[n.random.IntN(len(n.ids))]
				batch = n.batch[id]
				want.Duplicate++
			default:
				id = n.ids[n.random.IntN(len(n.ids))]
				want.Rejected++
			}
			if err := in.Deliver(capture(n.w, want.Lines, id, batch, "2026-03-01 10:00:00", "T1", "1.00")); err != nil {
				return err
			}
		}
		return nil
	})
	if got != want {
		n.w.t.Fatalf("with %d notify_ids: got %+v, want %+v", len(n.ids), got, want)
	}
}

// asked returns how many notify_ids books know, and fails where one stands in a row that is
// not its own, or where a row has more than it may have.
func asked(t *testing.T, path string) (names int) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var astray, most int
	err = db.QueryRow(`
SELECT (SELECT COUNT(*) FROM notification_batch),
       (SELECT COUNT(*) FROM notification_batch i
        WHERE i.first_id <> (SELECT MAX(b.first_id) FROM notify_block b WHERE b.account_id = i.account_id AND b.first_id <= i.notify_id)),
       (SELECT MAX(c.held) FROM (SELECT COUNT(*) AS held FROM notification_batch GROUP BY account_id, first_id) c)`).Scan(&names, &astray, &most)
	if err != nil || astray > 0 || most > 32 {
		t.Errorf("%d notify_ids stand in a row that is not theirs, a row has %d: %v", astray, most, err)
	}
	return names
}

// Whatever night a notify_id comes in, and wherever it falls among the others, what comes
// under it again is the same again or a conflict; so it is in books of before.
func TestNamesNightByNight(t *testing.T) {
	n := &namer{w: newWorld(t), random: rand.New(rand.NewPCG(1, 2)), batch: map[string]string{}}
	for _, deliveries := range []int{3, 700, 1, 40, 1500, 200, 200} {
		n.night(deliveries)
	}
	n.w.night()
	path := copyOf(t, n.w.path)
	if got := asked(t, path); got != len(n.ids) {
		t.Errorf("%d notify_ids, want %d", got, len(n.ids))
	}
	if found := discrepancies(t, path); len(found) > 0 {
		t.Errorf("the books are not what they should be: %+v", found)
	}

	path = copyOf(t, n.w.path)
	forgetDigests(t, path)
	alter(t, path, namesOfBefore+"PRAGMA user_version = 11")
	w, stop := openWorld(t, path)
	defer stop()
	w.asOf = n.w.asOf
	n.w = w
	if got := asked(t, copyOf(t, path)); got != len(n.ids) {
		t.Errorf("brought up to date: %d notify_ids, want %d", got, len(n.ids))
	}
	n.night(500)
	n.w.night()
	if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
		t.Errorf("brought up to date: %+v", found)
	}
}

// A name without its notification is damage, and nothing is taken in beside it.
func TestNameWithoutNotification(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^4.00^SUCCESS")
	w.night()
	path := copyOf(t, w.path)
	alter(t, path, `UPDATE notify_block SET batches = REPLACE(batches, '"n1":"', '"n1":"9')`)
	l, err := ledger.Open(t.Context(), path, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	in, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := in.Open(ledger.Source{Run: 1, Account: w.account, Kind: ledger.Notify, Path: "n.log"}); err != nil {
		t.Fatal(err)
	}
	if err := in.Deliver(capture(w, 1, "n1", "20260301001", "2026-03-01 10:00:00", "T1", "4.00")); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Close(ledger.Source{}); err != nil {
		t.Fatal(err)
	}
	if err := in.Commit(); err == nil || !errors.Is(err, ledger.ErrDamaged) {
		t.Errorf("commit: %v, want ErrDamaged", err)
	}
}
