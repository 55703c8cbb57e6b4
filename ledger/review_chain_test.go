package ledger_test

import (
	"context"
	"database/sql"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// runOf begins a run of a job and decides it.
func (w *world) runOf(job string) ledger.Run {
	w.t.Helper()
	var err error
	if w.run, err = w.l.Start(context.Background(), job, w.account, w.asOf, w.asOf); err != nil {
		w.t.Fatal(err)
	}
	return w.pass()
}

// A review is in the head of the next run of any job, though it is of a finding of a job
// whose last run has others behind it: the books prove themselves with it and notice what
// becomes of it, before that run and after it.
func TestReviewOfTwoJobsIsChained(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS")
	run := w.pass()
	w.runOf("weekly")
	f := findingOf(w, run, "REFUND_EXCEEDS_DUE")
	review(w, run, ledger.ReviewRow{ID: f.ID, Amount: "2.00", Decision: "explained", Comment: "a gift"}, ledger.ReviewRecorded, "")
	for i := range 3 {
		if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
			t.Errorf("%d runs later the books are not what they should be: %+v", i, found)
		}
		for _, alteration := range []string{"UPDATE review SET comment = 'nothing'", "DELETE FROM review", "UPDATE review SET after_run = 2"} {
			path := copyOf(t, w.path)
			alter(t, path, alteration)
			if found := discrepancies(t, path); len(found) == 0 {
				t.Errorf("%d runs later, %s: nothing found", i, alteration)
			}
		}
		w.asOf = w.asOf.AddDate(0, 0, 1)
		w.runOf([]string{"weekly", "nightly"}[i%2])
	}
}

// Books of a program that put a review after the last run of its own job prove themselves,
// whether a head has the review or none, and the next head has it.
func TestUpgradeReview(t *testing.T) {
	ledgertest.NeedFile(t)
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS")
	run := w.pass()
	row := ledger.ReviewRow{ID: findingOf(w, run, "REFUND_EXCEEDS_DUE").ID, Amount: "2.00", Decision: "explained", Comment: "a gift"}
	review(w, run, row, ledger.ReviewRecorded, "")
	w.asOf = w.asOf.AddDate(0, 0, 1)
	w.runOf("weekly")
	w.asOf = w.asOf.Add(time.Hour)
	row.Comment = "a gift of the shop"
	review(w, run, row, ledger.ReviewRecorded, "")
	for _, end := range []string{"after_commit = 2", "after_commit = 1"} {
		path := copyOf(t, w.path)
		alter(t, path, "UPDATE act_end SET digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', "+end)
		forgetDigests(t, path)
		downgradeReviews(t, path)
		of, stop := openWorld(t, path)
		of.asOf = w.asOf.AddDate(0, 0, 1)
		for i := range 2 {
			if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
				t.Errorf("%s, %d runs later the books are not what they should be: %+v", end, i, found)
			}
			of.runOf("nightly")
		}
		stop()
		for _, id := range []string{"1", "2"} {
			altered := copyOf(t, path)
			alter(t, altered, "DELETE FROM review WHERE review_id = "+id)
			if found := discrepancies(t, altered); len(found) == 0 {
				t.Errorf("%s: review %s was taken away and nothing is found", end, id)
			}
		}
	}
}

// downgradeReviews makes of books those of the schema before the place of reviews.
func downgradeReviews(t *testing.T, path string) {
	t.Helper()
	all, err := fs.Glob(os.DirFS("schema/sqlite"), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	before := slices.Index(all, "0011_review_place.sql")
	text := namesOfBefore + "DROP INDEX review_commit; ALTER TABLE review DROP COLUMN after_commit; PRAGMA user_version = " + strconv.Itoa(before)
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}
