package importers_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// rejects commits the run with these files and returns its rejected lines.
func (b *books) rejects(files ...ledger.RunFile) []ledger.Reject {
	b.Helper()
	now := time.Date(2026, 3, 2, 2, 30, 0, 0, alipay.Shanghai())
	run := ledger.Run{ID: b.run, Account: b.account, AsOf: now, Job: b.job}
	policy := ledger.Policy{
		Unsigned: "a test", ResultGrace: time.Hour, AttemptWarning: 90, Reason: "x", MaxLines: 1000, BatchPrefix: "9", Codes: alipay.ErrorCodes(),
		Merchant: alipay.Merchant{Partner: partnerID, Charset: alipay.GBK},
	}
	if _, err := b.ledger.Reconcile(b.Context(), run, policy, ledger.RunInput{Files: files}, now); err != nil {
		b.Fatal(err)
	}
	var all []ledger.Reject
	for r, err := range b.ledger.Rejects(b.Context(), b.run) {
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// The members of an archive are one file to the run, and the rejected lines of
// each are listed, in the run that reads them and in the one that knows them.
func TestImportRejectsOfMembers(t *testing.T) {
	b := newBooks(t)
	const bad = "2.01101E+15,M1,5.00,,\n"
	b.write("o.zip", Zip(t,
		"a.csv", orderHead+"2011011201037066,M1,5.00,,\n"+bad,
		"b.csv", orderHead+bad+"2011011201037067,M2,5.00,,\n2011011201037068,M3,1e5,,\n"))
	const spreadsheet = `trade_no: damaged by a spreadsheet, in scientific notation: "2.01101E+15"; export it as text`
	want := []ledger.Reject{
		{Line: 3, Reason: spreadsheet},
		{Line: 2, Reason: spreadsheet},
		{Line: 4, Reason: `paid_amount: not an amount in yuan: "1e5"`},
	}
	same := func(got, want ledger.Reject) bool { // the file may be named with or without its member
		return strings.HasPrefix(got.File, "in/o.zip") && got.Line == want.Line && got.Reason == want.Reason
	}
	counts := ledger.Counts{Lines: 5, Accepted: 2, Rejected: 3}
	if got := b.rejects(b.want(ledger.Orders, "o.zip", false, counts)); !slices.EqualFunc(got, want, same) {
		t.Errorf("rejected lines are %+v, want %+v", got, want)
	}
	b.nextRun("second")
	if got := b.rejects(b.want(ledger.Orders, "o.zip", true, counts)); !slices.EqualFunc(got, want, same) {
		t.Errorf("in the second run rejected lines are %+v, want %+v", got, want)
	}

	// What the run calls a file is what its rejected lines are listed under.
	b.nextRun("third")
	if err := os.Rename(filepath.Join(b.dir, "o.zip"), filepath.Join(b.dir, "p.zip")); err != nil {
		t.Fatal(err)
	}
	for i, r := range b.rejects(b.want(ledger.Orders, "p.zip", false, counts)) { // an export at a new path is imported anew
		if name := []string{"in/p.zip/a.csv", "in/p.zip/b.csv", "in/p.zip/b.csv"}[i]; r.File != name {
			t.Errorf("after a rename a rejected line is in %s, want %s", r.File, name)
		}
	}
}
