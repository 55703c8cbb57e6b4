package ledger_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

	"reconcile/ledger"
)

// acts prints acts, one a string.
func (w *world) acts(all iter.Seq2[ledger.Act, error]) (texts []string) {
	w.t.Helper()
	for a, err := range all {
		if err != nil {
			w.t.Fatal(err)
		}
		texts = append(texts, fmt.Sprintf("%s %s %s%s %s", a.Kind, a.Person, a.BatchNo, a.Code, a.Said))
	}
	return texts
}

// A run shows what people did since the run before it, and what stays in force; what they
// did after it was decided is none of its own, even if its report is written later.
func TestActs(t *testing.T) {
	w := newWorld(t)
	void := func(batch string) {
		if err := voidBatch(w.l, w.account, batch, "Li", "asked about "+batch, when(t, "2026-03-10 12:00:00")); err != nil {
			t.Fatal(err)
		}
	}
	w.tell(`
request 20260301001 2026-03-01 10:00:00 T1^1.00^x
request 20260302001 2026-03-02 10:00:00 T2^1.00^x
request 20260303001 2026-03-03 10:00:00 T3^1.00^x
`)
	first := w.night()
	void("20260301001")
	var rows []ledger.ReviewRow
	for f, err := range w.l.Findings(context.Background(), first.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if f.BatchNo == "20260302001" {
			rows = append(rows, ledger.ReviewRow{Line: 2, ID: f.ID, Amount: f.Amount.String(), Decision: string(ledger.DecidedExplained), Owner: "Wang", Comment: "asked"})
		}
	}
	results, err := w.l.Review(context.Background(), ledger.Policy{}, ledger.ReviewCopy{Run: first, Person: "Wang", Findings: rows}, when(t, "2026-03-10 13:00:00"))
	if err != nil || len(results) != 1 || results[0].Result != ledger.ReviewRecorded {
		t.Fatalf("review: %+v, %v", results, err)
	}
	second := w.night()
	void("20260303001")
	third := w.night()

	review, voids := "review Wang 20260302001MISSING_RESULT Wang: asked", []string{"void Li 20260301001 asked about 20260301001", "void Li 20260303001 asked about 20260303001"}
	for _, c := range []struct {
		name string
		got  []string
		want []string
	}{
		{"all", w.acts(w.l.Acts(context.Background(), w.account)), []string{voids[0], voids[1], review}},
		{"first run", w.acts(w.l.RunActs(context.Background(), first)), nil},
		{"second run", w.acts(w.l.RunActs(context.Background(), second)), []string{voids[0], review}},
		{"third run", w.acts(w.l.RunActs(context.Background(), third)), voids},
		{"another account", w.acts(w.l.Acts(context.Background(), w.account+1)), nil},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}
