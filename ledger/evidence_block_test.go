package ledger_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// What is read of the trades of many findings at a time says of each finding what the
// statements say that ask for one, whichever run is asked about.
func TestFindingsByTheBlock(t *testing.T) {
	shown := map[string]int{}
	fewerChecks(t, "40")
	rapid.Check(t, func(r *rapid.T) {
		w, stop := openWorld(r, ledgertest.Name(r))
		defer stop()
		c := &carrier{world: w, r: r}
		var runs []int64
		for range rapid.IntRange(1, 3).Draw(r, "nights") {
			for range rapid.IntRange(0, 10).Draw(r, "events") {
				c.happen()
			}
			runs = append(runs, c.run.ID)
			c.decide()
		}
		for _, run := range runs {
			c.compareBlocks(run, shown)
		}
	})
	for _, since := range []string{"result", "excess", "payment", "bill"} {
		if shown[since] == 0 && !testing.Short() {
			t.Errorf("no finding counts since %s", since)
		}
	}
}

// compareBlocks compares the findings of a run as they are completed together, in part or
// each for itself, and counts them by the event that they are about.
func (c *carrier) compareBlocks(run int64, shown map[string]int) {
	alone := c.findingLines(run, 0)
	for _, most := range []int{1, 3, 200} {
		if got := c.findingLines(run, most); !slices.Equal(got, alone) {
			c.r.Errorf("run %d, up to %d rows of a trade together:\n%s\nalone:\n%s", run, most, strings.Join(got, "\n"), strings.Join(alone, "\n"))
		}
	}
	catalogue, err := ledger.Rules()
	if err != nil {
		c.r.Fatal(err)
	}
	for _, rule := range catalogue {
		for _, line := range alone {
			if strings.Contains(line, `"`+rule.Code+`"`) {
				shown[rule.Since]++
			}
		}
	}
}

// findingLines are the findings of a run, a line each.
func (c *carrier) findingLines(run int64, most int) (lines []string) {
	for f, err := range ledger.FindingsKeeping(context.Background(), c.l, run, most) {
		if err != nil {
			c.r.Fatal(err)
		}
		line, err := json.Marshal(f)
		if err != nil {
			c.r.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	return lines
}

// What comes to exactly what was paid is no excess yet; the refund after it is.
func TestExcessBeginsBeyondTheLimit(t *testing.T) {
	w := newWorld(t)
	w.tell(`order T1 2.00
notify n1 20260301001 2026-03-01 10:00:00 1 T1^2.00^SUCCESS
notify n2 20260302001 2026-03-02 10:00:00 1 T1^1.00^SUCCESS
notify n3 20260303001 2026-03-03 10:00:00 1 T1^1.00^SUCCESS`)
	run := w.night()
	for _, most := range []int{0, 200} {
		for f, err := range ledger.FindingsKeeping(context.Background(), w.l, run.ID, most) {
			if err != nil {
				t.Fatal(err)
			}
			if f.Code == "OVER_REFUND" && f.SinceDay() != "2026-03-02" {
				t.Errorf("with %d rows together, the excess is since %s", most, f.SinceDay())
			}
		}
	}
}
