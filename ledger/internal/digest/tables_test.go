package digest_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reconcile/ledger/internal/digest"
	"reconcile/ledger/query"
	"reconcile/ledger/schema"
)

// derived are the tables whose rows are no part of a digest, and why they need not be.
var derived = map[string]string{
	"bill_refund":    "comes out again from bill_row",
	"claim_sum":      "comes out again from claim",
	"correction":     "the head of its run has it",
	"day_sum":        "comes out again from notification and request_line",
	"digest":         "the head of the run after it has it",
	"finding":        "the heads of its runs have it",
	"finding_was":    "the heads of its runs have it",
	"found":          "is empty between runs",
	"notice_sum":     "comes out again from notification",
	"notify_block":   "comes out again from notification",
	"repeated_batch": "comes out again from notification and answer_row",
	"request_sum":    "comes out again from request",
	"scope_batch":    "is empty between runs",
	"scope_trade":    "is empty between runs",
	"superseded":     "comes out again from claim",
	"trade_before":   "is empty between runs",
	"trade_total":    "comes out again from the evidence",
}

// TestTables asks that every table is digested or derived, and that a digest is of every column
// but the head of a run.
func TestTables(t *testing.T) {
	all, err := schema.Tables()
	if err != nil {
		t.Fatal(err)
	}
	digested, err := digest.Tables()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range all {
		i := slices.IndexFunc(digested, func(d digest.Table) bool { return d.Name == table.Name })
		if _, ok := derived[table.Name]; ok != (i < 0) {
			t.Errorf("table %s: digested %v, derived %v", table.Name, i >= 0, ok)
		}
		if i < 0 {
			continue
		}
		want := slices.DeleteFunc(table.Columns, func(c string) bool { return table.Name == "run" && c == "head" })
		if got := digested[i].Columns; !slices.Equal(got, want) {
			t.Errorf("table %s: a digest is of %q, want %q", table.Name, got, want)
		}
	}
}

// TestStatements asks that every statement that writes into a table that is digested is one
// whose rows are known.
func TestStatements(t *testing.T) {
	digested, err := digest.Tables()
	if err != nil {
		t.Fatal(err)
	}
	writes := regexp.MustCompile(`\b(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)`)
	files, err := fs.Glob(query.Files(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	recorded := 0
	for _, name := range files {
		text, err := query.Text(strings.TrimSuffix(name, ".sql"))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range writes.FindAllStringSubmatch(text, -1) {
			if !slices.ContainsFunc(digested, func(d digest.Table) bool { return d.Name == m[1] }) {
				continue
			}
			table, err := digest.WritesInto(text)
			if err != nil || table != m[1] {
				t.Errorf("%s: writes into %s, and %q is known, %v", name, m[1], table, err)
			}
			recorded++
		}
	}
	if recorded < 60 {
		t.Errorf("%d statements write into tables that are digested, want all", recorded)
	}
}
