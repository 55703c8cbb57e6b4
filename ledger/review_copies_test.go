package ledger_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/ledger"
)

// overRefunded is a world with one finding of 2.00, seen by a first run.
func overRefunded(t *testing.T) (*world, ledger.Run, ledger.Finding) {
	t.Helper()
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS")
	run := w.night()
	return w, run, findingOf(w, run, "REFUND_EXCEEDS_DUE")
}

// say takes a row of a finding in, in somebody's name.
func say(w *world, run ledger.Run, person string, row ledger.ReviewRow) ledger.ReviewResult {
	w.t.Helper()
	got, err := w.l.Review(context.Background(), ledger.Policy{}, ledger.ReviewCopy{Run: run, Person: person, Findings: []ledger.ReviewRow{row}}, w.asOf)
	if err != nil {
		w.t.Fatal(err)
	}
	return got[0]
}

// TestReviewOfTwoCopies takes two people's copies of one workbook in, one after the
// other, and compares what became of the second row and what the next run shows.
func TestReviewOfTwoCopies(t *testing.T) {
	yes, no := true, false
	type row = ledger.ReviewRow
	for name, c := range map[string]struct {
		printed, li, wang row // printed is said by Li before the copies are made
		result, reason    string
		stands            ledger.Review
	}{
		"an empty copy takes nothing back": {
			li:     row{Decision: "explained", Owner: "Li", Comment: "a gift", Tick: &yes},
			result: ledger.ReviewSilent, stands: ledger.Review{Decision: "explained", Owner: "Li", Comment: "a gift", Tick: true},
		},
		"an untouched row changes nothing": {
			printed: row{Decision: "explained", Owner: "Li"}, li: row{Decision: "corrected", Owner: "Zhao"}, wang: row{Decision: "explained", Owner: "Li"},
			result: ledger.ReviewUnchanged, stands: ledger.Review{Decision: "corrected", Owner: "Zhao"},
		},
		"a cleared row takes nothing back": {
			printed: row{Decision: "explained", Owner: "Li"}, li: row{Decision: "explained", Owner: "Li"},
			result: ledger.ReviewUnchanged, reason: "an empty cell takes nothing back: choose Withdrawn", stands: ledger.Review{Decision: "explained", Owner: "Li"},
		},
		"another decision": {
			li: row{Decision: "explained"}, wang: row{Decision: "corrected"},
			result: ledger.ReviewRefused, reason: "Li explained it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "explained"},
		},
		"the same decision": {
			li: row{Decision: "explained"}, wang: row{Decision: "explained"},
			result: ledger.ReviewUnchanged, stands: ledger.Review{Decision: "explained"},
		},
		"another owner": {
			li: row{Owner: "Li"}, wang: row{Owner: "Wang", Comment: "lost with the row"},
			result: ledger.ReviewRefused, reason: "Li named another owner on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "open", Owner: "Li"},
		},
		"another comment": {
			li: row{Comment: "a gift"}, wang: row{Comment: "a theft"},
			result: ledger.ReviewRefused, reason: "Li commented on it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "open", Comment: "a gift"},
		},
		"another tick": {
			li: row{Tick: &yes}, wang: row{Tick: &no},
			result: ledger.ReviewRefused, reason: "Li ticked it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "open", Tick: true},
		},
		"words beside each other": {
			li: row{Decision: "explained", Owner: "Li"}, wang: row{Owner: "Li", Comment: "a gift", Tick: &yes},
			result: ledger.ReviewRecorded, stands: ledger.Review{Decision: "explained", Owner: "Li", Comment: "a gift", Tick: true},
		},
		"open over a decision": {
			li: row{Decision: "explained"}, wang: row{Decision: "open"},
			result: ledger.ReviewRefused, reason: "Li explained it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "explained"},
		},
		"open over a printed decision": {
			printed: row{Decision: "explained"}, wang: row{Decision: "open"},
			result: ledger.ReviewRefused, reason: "Open takes nothing back: choose Withdrawn", stands: ledger.Review{Decision: "explained"},
		},
		"withdrawn with all beside it": {
			printed: row{Decision: "explained", Owner: "Li", Comment: "a gift", Tick: &yes}, wang: row{Decision: "withdrawn", Owner: "Li"},
			result: ledger.ReviewRecorded, reason: "was explained, by Li, 2026-03-07", stands: ledger.Review{Decision: "open", Owner: "Li"},
		},
		"withdrawn by an older copy": {
			li: row{Decision: "explained"}, wang: row{Decision: "withdrawn"},
			result: ledger.ReviewRefused, reason: "Li explained it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "explained"},
		},
		"decided after a withdrawal": {
			printed: row{Decision: "explained"}, li: row{Decision: "withdrawn"}, wang: row{Decision: "corrected"},
			result: ledger.ReviewRefused, reason: "Li withdrew the decision on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "open"},
		},
		"withdrawn twice": {
			printed: row{Decision: "explained"}, li: row{Decision: "withdrawn"}, wang: row{Decision: "withdrawn"},
			result: ledger.ReviewUnchanged, reason: "there is nothing to take back", stands: ledger.Review{Decision: "open"},
		},
		"a date for an acceptance of somebody else": {
			printed: row{Comment: "a gift"}, li: row{Decision: "accepted", Comment: "until 2026-03-31"}, wang: row{Decision: "accepted", Comment: "until 2026-12-31"},
			result: ledger.ReviewRefused, reason: "Li commented on it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "accepted", Comment: "until 2026-03-31"},
		},
		"an acceptance beside a date of somebody else": {
			printed: row{Comment: "until 2026-03-31"}, li: row{Comment: "until 2026-12-31"}, wang: row{Decision: "accepted", Comment: "until 2026-03-31"},
			result: ledger.ReviewRefused, reason: "Li commented on it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "open", Comment: "until 2026-12-31"},
		},
		"a date beside an acceptance of somebody else": {
			printed: row{Comment: "until 2026-03-31"}, li: row{Decision: "accepted", Comment: "until 2026-03-31"}, wang: row{Comment: "until 2026-12-31"},
			result: ledger.ReviewRefused, reason: "Li accepted it on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "accepted", Comment: "until 2026-03-31"},
		},
		"a date of its own": {
			li: row{Owner: "Li"}, wang: row{Decision: "accepted", Until: "2026-12-31"},
			result: ledger.ReviewRecorded, stands: ledger.Review{Decision: "accepted", Owner: "Li", Until: until(t, "2026-12-31")},
		},
		"another date than somebody else's": {
			printed: row{Decision: "accepted", Until: "2026-03-31"}, li: row{Until: "2026-04-30"}, wang: row{Decision: "accepted", Until: "2026-12-31"},
			result: ledger.ReviewRefused, reason: "Li set another date on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "accepted", Until: until(t, "2026-04-30")},
		},
		"another decision over a date of somebody else": {
			printed: row{Decision: "accepted", Until: "2026-03-31"}, li: row{Until: "2026-04-30"}, wang: row{Decision: "explained", Until: "2026-03-31"},
			result: ledger.ReviewRefused, reason: "Li set another date on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "accepted", Until: until(t, "2026-04-30")},
		},
		"withdrawn over a date of somebody else": {
			printed: row{Decision: "accepted", Until: "2026-03-31"}, li: row{Until: "2026-04-30"}, wang: row{Decision: "withdrawn", Until: "2026-03-31"},
			result: ledger.ReviewRefused, reason: "Li set another date on 2026-03-07, after this copy was made", stands: ledger.Review{Decision: "accepted", Until: until(t, "2026-04-30")},
		},
		"an untouched date beside another decision": {
			printed: row{Decision: "accepted", Until: "2026-03-31"}, wang: row{Decision: "explained", Until: "2026-03-31"},
			result: ledger.ReviewRecorded, stands: ledger.Review{Decision: "explained"},
		},
		"a date without an acceptance": {
			wang:   row{Decision: "explained", Until: "2026-12-31"},
			result: ledger.ReviewRefused, reason: "a date without an acceptance: choose Accepted beside it",
		},
		"a date and another in the comment": {
			wang:   row{Decision: "accepted", Comment: "until 2026-06-30", Until: "2026-12-31"},
			result: ledger.ReviewRefused, reason: "the comment says until 2026-06-30, the date beside it 2026-12-31",
		},
		"a comment beside a printed date": {
			printed: row{Decision: "accepted", Until: "2026-03-31"}, wang: row{Decision: "accepted", Until: "2026-03-31", Comment: "a gift"},
			result: ledger.ReviewRecorded, stands: ledger.Review{Decision: "accepted", Comment: "a gift", Until: until(t, "2026-03-31")},
		},
		"a copy of before the date's column": {
			printed: row{Decision: "accepted", Until: "2026-03-31"}, wang: row{Decision: "accepted", Comment: "a gift"},
			result: ledger.ReviewRecorded, stands: ledger.Review{Decision: "accepted", Comment: "a gift", Until: until(t, "2026-03-31")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, run, f := overRefunded(t)
			if c.printed != (row{}) {
				c.printed.ID, c.printed.Amount = f.ID, "2.00"
				say(w, run, "Li", c.printed)
				run = w.night()
			}
			c.li.ID, c.li.Amount, c.wang.ID, c.wang.Amount = f.ID, "2.00", f.ID, "2.00"
			if r := say(w, run, "Li", c.li); r.Result == ledger.ReviewRefused {
				t.Fatalf("Li's row came out as %+v", r)
			}
			if r := say(w, run, "Wang", c.wang); r.Result != c.result || r.Reason != c.reason {
				t.Errorf("Wang's row came out as %+v, want %s: %s", r, c.result, c.reason)
			}
			got := findingOf(w, w.night(), f.Code).Review
			if got == nil && c.stands == (ledger.Review{}) {
				return
			}
			if !c.stands.Until.IsZero() && (got == nil || !got.Until.Equal(c.stands.Until)) {
				t.Errorf("the next run shows %+v, want it until %s", got, c.stands.Until)
			}
			if got == nil || got.Decision != c.stands.Decision || got.Owner != c.stands.Owner || got.Comment != c.stands.Comment || got.Tick != c.stands.Tick {
				t.Errorf("the next run shows %+v, want %+v", got, c.stands)
			}
		})
	}
}

// until is the end of a day.
func until(t *testing.T, day string) time.Time {
	t.Helper()
	return when(t, day+" 00:00:00").AddDate(0, 0, 1)
}

// One's own words may be put right from the same copy, and a finding that stands on
// two rows of a file is decided once.
func TestReviewOfOwnCopy(t *testing.T) {
	w, run, f := overRefunded(t)
	row := func(line int64, decision string) ledger.ReviewRow {
		return ledger.ReviewRow{Line: line, ID: f.ID, Amount: "2.00", Decision: decision}
	}
	say(w, run, "Li", row(2, "explained"))
	if r := say(w, run, "Li", row(2, "corrected")); r.Result != ledger.ReviewRecorded {
		t.Errorf("Li's second thought came out as %+v", r)
	}
	got, err := w.l.Review(context.Background(), ledger.Policy{}, ledger.ReviewCopy{Run: run, Person: "Li", Findings: []ledger.ReviewRow{row(2, "explained"), row(3, "false alarm"), row(4, "explained")}}, w.asOf)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Result != ledger.ReviewRecorded || got[1].Reason != "row 2 says otherwise of the same finding" || got[2].Result != ledger.ReviewUnchanged {
		t.Errorf("three rows of one finding came out as %+v", got)
	}
}

// An owner beside an acceptance does not renew it for other values, another date does.
func TestReviewDoesNotRenew(t *testing.T) {
	w, run, f := overRefunded(t)
	row := ledger.ReviewRow{ID: f.ID, Amount: "2.00", Decision: "accepted", Comment: "until 2026-12-31"}
	say(w, run, "Li", row)
	w.tell("order T1 10.00 due 3.00")
	run = w.night()
	row.Amount, row.Owner = "3.00", "Wang"
	for _, c := range []struct {
		comment string
		holds   bool
	}{{"until 2026-12-31", false}, {"a gift, until 2026-12-31", false}, {"until 2026-12-30", true}} {
		row.Comment = c.comment
		if r := say(w, run, "Wang", row); r.Result != ledger.ReviewRecorded {
			t.Fatalf("a row of %+v came out as %+v", row, r)
		}
		if run = w.night(); findingOf(w, run, f.Code).Review.Holds != c.holds {
			t.Errorf("with the comment %s it holds: %v, want %v", c.comment, !c.holds, c.holds)
		}
	}
}

// A page is one person's copy of a workbook: its run, and what the run printed.
type page struct {
	run     ledger.Run
	at      int // how many words were spoken by then
	printed [3]string
}

// A spoken is a word that was recorded: which of owner, comment and decision, what,
// and who said it.
type spoken struct {
	word       int
	text, name string
}

// TestReviewLosesNoWord takes the copies of three people in, in any order, with empty,
// untouched, changed and withdrawn cells, and compares the books with a list of what
// was said: a word is replaced by who said it, by who has seen it, or not at all.
func TestReviewLosesNoWord(t *testing.T) {
	w, trades := newWorld(t), 0
	fewerChecks(t, "40")
	rapid.Check(t, func(rt *rapid.T) {
		trades++ // each check has a finding of its own in the one ledger
		w.tell(fmt.Sprintf("order T%d 10.00 due 4.00\nnotify n%[1]d 20260301%03[1]d 2026-03-01 10:00:00 1 T%[1]d^6.00^SUCCESS", trades))
		run := w.night()
		id := newFinding(w, run).ID
		var log []spoken
		now := func(word int) (text string) {
			for _, s := range log {
				if s.word == word {
					text = s.text
				}
			}
			return text
		}
		print := func() page {
			return page{run: run, at: len(log), printed: [3]string{now(0), now(1), now(2)}}
		}
		newest := print()
		pages := map[string]page{"Li": newest, "Wang": newest, "Zhao": newest}
		for range rapid.IntRange(1, 10).Draw(rt, "steps") {
			name := rapid.SampledFrom([]string{"Li", "Wang", "Zhao"}).Draw(rt, "who")
			switch rapid.IntRange(0, 7).Draw(rt, "does") {
			case 0:
				run = w.night()
				newest = print()
				continue
			case 1:
				pages[name] = newest
				continue
			}
			p := pages[name]
			cells := [3]string{}
			for i, choices := range [3][]string{{"A", "B", "C"}, {"x", "y"}, {"explained", "corrected", "withdrawn"}} {
				cells[i] = rapid.SampledFrom(append(choices, "", p.printed[i])).Draw(rt, "cell")
			}
			got := say(w, p.run, name, ledger.ReviewRow{ID: id, Amount: "2.00", Owner: cells[0], Comment: cells[1], Decision: cells[2]})
			next, conflict := model(log, p, name, cells)
			want := ledger.ReviewUnchanged
			switch {
			case conflict:
				want = ledger.ReviewRefused
			case len(next) > 0:
				want, log = ledger.ReviewRecorded, append(log, next...)
			case cells == [3]string{} && got.Reason == "":
				want = ledger.ReviewSilent
			}
			if got.Result != want {
				rt.Fatalf("%s says %q on a copy that printed %q after %d of %+v: %+v, want %s", name, cells, p.printed, p.at, log, got, want)
			}
		}
		if f := findingByID(w, w.night(), id).Review; len(log) > 0 {
			if got, want := [3]string{f.Owner, f.Comment, string(f.Decision)}, [3]string{now(0), now(1), now(2)}; got != want && !(want[2] == "" && got[2] == "open" && got[0] == want[0] && got[1] == want[1]) {
				rt.Fatalf("the books say %q, want %q after %+v", got, want, log)
			}
		} else if f != nil {
			rt.Fatalf("the books say %+v of what nobody said", f)
		}
	})
}

// newFinding returns the finding that a run saw first.
func newFinding(w *world, run ledger.Run) ledger.Finding {
	return findingWhere(w, run, func(f ledger.Finding) bool { return f.Code == "REFUND_EXCEEDS_DUE" && f.Status == ledger.StatusNew })
}

func findingByID(w *world, run ledger.Run, id string) ledger.Finding {
	return findingWhere(w, run, func(f ledger.Finding) bool { return f.ID == id })
}

// model returns the words that a row adds to what was said, or that it is refused.
func model(log []spoken, p page, name string, cells [3]string) (next []spoken, conflict bool) {
	withdraws := cells[2] == "withdrawn"
	for word, text := range cells {
		stands, other := "", false
		for i, s := range log {
			if s.word == word {
				stands, other = s.text, i >= p.at && s.name != name
			}
		}
		touched := text != "" && text != p.printed[word]
		if withdraws && (word == 2 || text == "" && (p.printed[word] != "" || !other)) {
			touched, text = true, ""
		}
		if touched && text != stands {
			conflict = conflict || other
			next = append(next, spoken{word, text, name})
		}
	}
	return next, conflict
}
