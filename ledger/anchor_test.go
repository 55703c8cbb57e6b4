package ledger_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/ledger"
)

// TestAnchors holds books against heads that were kept elsewhere.
func TestAnchors(t *testing.T) {
	w := newWorld(t)
	w.policy.Journal = &ledger.Journal{Path: filepath.Join(t.TempDir(), "issued.journal"), Name: "issued.journal"}
	w.tell("order T1 10.00 due 4.00")
	first := w.night()
	before := copyOf(t, w.path)
	w.asOf = w.asOf.AddDate(0, 0, 1)
	w.tell("order T2 10.00 due 5.00")
	second := w.night()
	w.asOf = w.asOf.AddDate(0, 0, 1)
	w.tell("order T3 10.00 due 6.00")
	w.night()

	journal, err := ledger.JournalAnchors(w.policy.Journal.Path)
	if err != nil || len(journal) != 2 || journal[0].Head != first.Head || journal[1].Head != second.Head {
		t.Errorf("the journal has %+v, %v, want the heads of the first two runs", journal, err)
	}
	if !strings.HasSuffix(journal[0].Name, ":3") {
		t.Errorf("the head stands in %s, want line 3", journal[0].Name)
	}
	upper := ledger.Anchor{Name: "a person", Head: strings.ToUpper(first.Head)}
	held := append(journal, upper, ledger.Anchor{Name: "a book", Head: first.Head, Run: first.ID, Job: first.Job})
	if found := anchorsApart(t, w.path, held...); len(found) > 0 {
		t.Errorf("held against its own heads: %+v", found)
	}
	for name, found := range map[string][]ledger.Discrepancy{
		"books of before": anchorsApart(t, before, journal[1]),
		"another run":     anchorsApart(t, w.path, ledger.Anchor{Name: "a book", Head: first.Head, Run: second.ID, Job: second.Job}),
		"another job":     anchorsApart(t, w.path, ledger.Anchor{Name: "a book", Head: first.Head, Run: first.ID, Job: "weekly"}),
	} {
		if len(found) != 1 || found[0].What != "anchor" {
			t.Errorf("%s: found %+v, want the anchor", name, found)
		}
	}
}

// TestHeadHasWhatRunsRecord asks that books that were made anew with other times have other
// heads, from the second run on.
func TestHeadHasWhatRunsRecord(t *testing.T) {
	var heads [2]string
	for i := range heads {
		w := newWorld(t)
		w.tell("order T1 10.00 due 4.00")
		run := w.night()
		if err := w.l.Announced(context.Background(), ledger.Announcement{Run: run.ID, Job: run.Job, Stage: "end", At: w.asOf, Target: "mail", Attempts: i + 1}); err != nil {
			t.Fatal(err)
		}
		w.asOf = w.asOf.AddDate(0, 0, 1)
		w.night()
		w.asOf = w.asOf.AddDate(0, 0, 1)
		heads[i] = w.night().Head
	}
	if heads[0] == heads[1] {
		t.Error("a head is the same whatever was announced before it")
	}
}

// anchorsApart holds a copy of books against heads.
func anchorsApart(t *testing.T, path string, anchors ...ledger.Anchor) []ledger.Discrepancy {
	t.Helper()
	a := audit(t, copyOf(t, path))
	defer a.Close()
	found, err := a.CheckAnchors(context.Background(), anchors)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
