package workbook_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/workbook"
)

// drawFinding makes up a finding whose every field is there, or none is.
func drawFinding(r *rapid.T) ledger.Finding {
	text := func(name string) string { return rapid.String().Draw(r, name) }
	amount := func(name string) *alipay.Money {
		fen := rapid.Ptr(rapid.Int64(), true).Draw(r, name)
		if fen == nil {
			return nil
		}
		m := alipay.Fen(*fen)
		return &m
	}
	moment := func(name string) time.Time {
		if !rapid.Bool().Draw(r, "has "+name) {
			return time.Time{}
		}
		return time.UnixMilli(rapid.Int64Range(-1<<41, 1<<41).Draw(r, name)).In(alipay.Shanghai())
	}
	f := ledger.Finding{
		ID: text("id"), Code: text("code"), Severity: ledger.Severity(text("severity")), Status: ledger.Status(text("status")),
		TradeNo: text("trade"), BatchNo: text("batch"), NotifyID: text("notification"), Amount: amount("amount"),
		Expected: text("expected"), Actual: text("actual"), FirstRun: rapid.Int64().Draw(r, "first run"), FirstAt: moment("first at"), Since: moment("since"),
		AgeDays: rapid.Int().Draw(r, "age"),
	}
	for range rapid.IntRange(0, 3).Draw(r, "places") {
		f.Evidence = append(f.Evidence, ledger.Place{File: text("file"), Line: rapid.Int64().Draw(r, "line")})
	}
	for range rapid.IntRange(0, 3).Draw(r, "batches in flight") {
		f.Flight, f.Acts = append(f.Flight, text("batch in flight")), append(f.Acts, text("act"))
	}
	if rapid.Bool().Draw(r, "changed") {
		f.Before = &ledger.FindingValues{Severity: ledger.Severity(text("was severity")), Amount: amount("was"), Expected: text("was expected"), Actual: text("was actual")}
	}
	if rapid.Bool().Draw(r, "reviewed") {
		f.Review = &ledger.Review{
			Decision: ledger.Decision(text("decision")), Owner: text("owner"), Comment: text("comment"), Person: text("person"),
			Tick: rapid.Bool().Draw(r, "tick"), Holds: rapid.Bool().Draw(r, "holds"), Until: moment("until"), At: moment("at"),
		}
	}
	return f
}

// Findings that are kept in a file come back as they were, each time.
func TestFindingFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "findings")
	rapid.Check(t, func(r *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(drawFinding), 0, 5).Draw(r, "findings")
		for i, got := range workbook.KeepFindings(r, name, want) {
			if len(got) != len(want) {
				r.Fatalf("reading %d: %d findings, want %d", i, len(got), len(want))
			}
			for j := range want {
				if !reflect.DeepEqual(got[j], want[j]) {
					r.Fatalf("reading %d: finding %d = %+v, want %+v", i, j, got[j], want[j])
				}
			}
		}
	})
}

// Every field of a finding, and of what hangs on it, is kept: a new one has to be
// added to its records, which this counts.
func TestFindingFileKnowsEveryField(t *testing.T) {
	for _, c := range []struct {
		of   any
		want int
	}{{ledger.Finding{}, 19}, {ledger.FindingValues{}, 4}, {ledger.Review{}, 8}, {ledger.Place{}, 2}} {
		if got := reflect.TypeOf(c.of).NumField(); got != c.want {
			t.Errorf("%T has %d fields, a record keeps %d", c.of, got, c.want)
		}
	}
}

// A file that was cut off is an error and not a shorter list.
func TestFindingFileCutOff(t *testing.T) {
	name := filepath.Join(t.TempDir(), "findings")
	err := workbook.CutFindings(name, []ledger.Finding{{ID: "0a1b2c3d4e5f"}, {ID: "1a1b2c3d4e5f"}}, func(size int64) error { return os.Truncate(name, size-3) })
	if err == nil || !strings.Contains(err.Error(), "findings kept aside: unexpected EOF") {
		t.Errorf("error = %v", err)
	}
}
