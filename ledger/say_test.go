package ledger_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// The cases tell what people say of a world; of the last night every correction in lines
// that begin with ">", and every open finding in lines that begin with "?". Bills cover all
// days unless a case begins with "since". The books prove themselves after each.
func TestActCases(t *testing.T) {
	if testing.Short() {
		t.Skip("takes books through many nights")
	}
	b, err := os.ReadFile("testdata/acts.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range txtar.Parse(b).Files {
		t.Run(c.Name, func(t *testing.T) {
			path := ledgertest.Name(t)
			w, stop := openWorld(t, path)
			defer stop()
			text := string(c.Data)
			if !strings.HasPrefix(text, "since ") {
				w.tell("period 2026-01-01 00:00:00 2026-03-08 00:00:00")
			}
			events, corrections, findings := parseActCase(text)
			w.tell(events)
			run := w.night()
			if got := actCorrections(t, w, run); !slices.Equal(got, corrections) {
				t.Errorf("corrections %q, want %q", got, corrections)
			}
			if got := openCodes(t, w, run); !slices.Equal(got, findings) {
				t.Errorf("findings %q, want %q", got, findings)
			}
			if found := discrepancies(t, copyOf(t, path)); len(found) > 0 {
				t.Errorf("the books are not what they should be: %+v", found)
			}
		})
	}
}

func parseActCase(text string) (events string, corrections, findings []string) {
	for line := range strings.Lines(text) {
		switch mark, rest, _ := strings.Cut(trades(strings.TrimSpace(line)), " "); mark {
		case ">":
			corrections = append(corrections, rest)
		case "?":
			findings = append(findings, rest)
		default:
			events += line
		}
	}
	return events, corrections, findings
}

func actCorrections(t *testing.T, w *world, run ledger.Run) (list []string) {
	t.Helper()
	for c, err := range w.l.Corrections(context.Background(), run.ID) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, strings.Join([]string{c.TradeNo, c.Amount.String(), string(c.Status), dash(string(c.Hold))}, " "))
	}
	return list
}

func openCodes(t *testing.T, w *world, run ledger.Run) (list []string) {
	t.Helper()
	aside := []string{"UNMATCHED_BATCH", "LATE_RESULT", "BILL_MISSING"} // of worlds that tell no more than they must
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Status != ledger.StatusClosed && !slices.Contains(aside, f.Code) {
			list = append(list, f.Code+" "+dash(f.TradeNo))
		}
	}
	slices.Sort(list)
	return list
}
