package ledger_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// take takes a copy in under a policy that asks for as many people.
func take(w desk, approvals int, c ledger.ReviewCopy) []ledger.ReviewResult {
	w.t.Helper()
	got, err := w.l.Review(context.Background(), ledger.Policy{Approvals: approvals}, c, w.asOf)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

// wantRow compares what became of a row.
func wantRow(w desk, got ledger.ReviewResult, result, act, reason string) {
	w.t.Helper()
	if got.Result != result || got.Act != act || !strings.Contains(got.Reason, reason) || (reason == "") != (got.Reason == "") {
		w.t.Errorf("the row came out as %+v, want %s %s: %s", got, result, act, reason)
	}
}

// numberedActs are what the books have of an account, by number.
func numberedActs(w desk) (acts []ledger.Act) {
	w.t.Helper()
	for a, err := range w.l.Acts(context.Background(), w.account) {
		if err != nil {
			w.t.Fatal(err)
		}
		if a.No > 0 {
			acts = append(acts, a)
		}
	}
	slices.SortFunc(acts, func(a, b ledger.Act) int { return cmp.Compare(a.No, b.No) })
	return acts
}

// aDesk is a world with a finding that a dismissal ends, a line without a result and a
// correction that the cap holds, as one run has printed them.
func aDesk(t *testing.T) (d desk, excess, missing ledger.ReviewRow, held ledger.ReviewAnswer) {
	t.Helper()
	w := newWorld(t)
	w.tell("linecap 1.00\norder T1 10.00 due 4.00\nrequest 20260301001 2026-03-01 09:00:00 T1^6.00^reason\n" +
		"notify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS\n" +
		"order T2 5.00 due 5.00\nrequest 20260301002 2026-03-01 10:00:00 T2^5.00^reason\norder T3 9.00 due 9.00")
	run := w.night()
	row := func(code string) ledger.ReviewRow {
		f := findingOf(w, run, code)
		return ledger.ReviewRow{Line: 2, ID: f.ID, Amount: f.Amount.String(), Evidence: "asked Alipay"}
	}
	excess, missing = row("REFUND_EXCEEDS_DUE"), row("MISSING_RESULT")
	for c, err := range w.l.Corrections(context.Background(), run.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Status == ledger.Held {
			held = ledger.ReviewAnswer{Line: 3, TradeNo: c.TradeNo, Amount: c.Amount.String(), Hold: string(c.Hold), Evidence: "called the buyer"}
		}
	}
	if held.Hold != string(ledger.AboveCap) {
		t.Fatalf("held: %+v", held)
	}
	return desk{w, run}, excess, missing, held
}

// A desk is a world with a run whose workbook people have on their desks.
type desk struct {
	*world
	printed ledger.Run
}

// said is a copy of its workbook.
func said(w desk, person string, rows []ledger.ReviewRow, answers ...ledger.ReviewAnswer) ledger.ReviewCopy {
	return ledger.ReviewCopy{Run: w.printed, Person: person, Findings: rows, Corrections: answers}
}

// What one person writes is recorded once; the numbers of the acts are told, and the same
// copy says nothing new.
func TestReviewActs(t *testing.T) {
	w, excess, missing, held := aDesk(t)
	amount := yuan(t, "9.00")
	excess.Decision, excess.Comment = "dismiss", "a gift"
	missing.Decision, missing.Code = "failed", "SYSTEM_ERROR"
	held.Decision, held.Given = "allow", &amount
	copied := said(w, "Li", []ledger.ReviewRow{excess, missing}, held)
	for i, got := range take(w, 0, copied) {
		wantRow(w, got, ledger.ReviewRecorded, ledger.ActID(int64(i+1)), "")
	}
	acts := numberedActs(w)
	for i, want := range []struct {
		kind           ledger.ActKind
		code, evidence string
	}{{ledger.ActDismiss, "REFUND_EXCEEDS_DUE", "asked Alipay"}, {ledger.ActFailed, "SYSTEM_ERROR", "asked Alipay"}, {ledger.ActAllow, "", "called the buyer"}} {
		if a := acts[i]; a.Kind != want.kind || a.State != ledger.ActInForce || a.Person != "Li" || a.Code != want.code || a.Said != want.evidence {
			t.Errorf("act %d is %+v, want %+v in force", i+1, a, want)
		}
	}
	if a := acts[2].Amount; a == nil || a.String() != "9.00" {
		t.Errorf("allowed %v, want 9.00", a)
	}
	for range 2 { // the second time after a run that has closed the finding
		for i, got := range take(w, 0, copied) {
			wantRow(w, got, ledger.ReviewUnchanged, "", ledger.ActID(int64(i+1))+" says so already")
		}
		if n := len(numberedActs(w)); n != 3 {
			t.Fatalf("%d acts after the same copy again, want 3", n)
		}
		w.night()
	}
}

// With two approvals an act waits until another person's copy says the same, in either
// order; nobody counts twice.
func TestReviewActsOfTwoPeople(t *testing.T) {
	for _, people := range [][2]string{{"Li", "Wang"}, {"Wang", "Li"}} {
		w, excess, missing, held := aDesk(t)
		amount := yuan(t, "9.00")
		excess.Decision, missing.Decision, missing.Code, held.Decision, held.Given = "dismiss", "failed", "SYSTEM_ERROR", "allow", &amount
		rows := []ledger.ReviewRow{excess, missing}
		for i, got := range take(w, 2, said(w, people[0], rows, held)) {
			wantRow(w, got, ledger.ReviewRecorded, ledger.ActID(int64(i+1)), "waits for 1 more")
		}
		for _, again := range []string{people[0], strings.ToUpper(people[0])} {
			for _, got := range take(w, 2, said(w, again, rows, held)) {
				wantRow(w, got, ledger.ReviewUnchanged, "", "the same person has said it already")
			}
		}
		for i, got := range take(w, 2, said(w, people[1], rows, held)) {
			wantRow(w, got, ledger.ReviewRecorded, ledger.ActID(int64(i+1)), "")
		}
		for _, a := range numberedActs(w) {
			if a.State != ledger.ActInForce || len(a.People) != 2 || a.Person != people[0] {
				t.Errorf("the act is %+v, want it in force by both", a)
			}
		}
	}
}

// An act that somebody else has said otherwise since the copy was made is refused, and so
// are words against it, and an act against words.
func TestReviewActsInConflict(t *testing.T) {
	w, excess, missing, held := aDesk(t)
	nine, one := yuan(t, "9.00"), yuan(t, "1.00")
	excess.Decision, missing.Decision, held.Decision, held.Given = "dismiss", "succeeded", "allow", &one
	take(w, 0, said(w, "Li", []ledger.ReviewRow{excess, missing}, held))
	for _, c := range []struct {
		name   string
		change func()
		want   [3]string // reasons, in order of the rows
	}{
		{"Wang", func() {
			excess.Decision, excess.Evidence = "explained", ""
			missing.Decision, missing.Code = "failed", "SYSTEM_ERROR"
			held.Given = &nine
		}, [3]string{"Li said dismiss (A1) on 2026-03-07, after this copy was made", "Li said succeeded (A2)", "Li said allow (A3)"}},
		{"Li", func() { excess.Decision = "withdrawn" }, [3]string{"reconcile undo A1 takes it back", "reconcile undo A2", "reconcile undo A3"}},
	} {
		c.change()
		for i, got := range take(w, 0, said(w, c.name, []ledger.ReviewRow{excess, missing}, held)) {
			wantRow(w, got, ledger.ReviewRefused, "", c.want[i])
		}
	}

	other, row, _, _ := aDesk(t)
	words := row
	words.Decision, words.Evidence = "explained", ""
	take(other, 0, said(other, "Li", []ledger.ReviewRow{words}))
	row.Decision = "dismiss"
	wantRow(other, take(other, 0, said(other, "Wang", []ledger.ReviewRow{row}))[0], ledger.ReviewRefused, "", "Li explained it on 2026-03-07, after this copy was made")
}

// What was taken back since, what has a newer run, and what the books do not take, is
// refused by row; the rows beside it are recorded.
func TestReviewActsRefused(t *testing.T) {
	w, excess, missing, held := aDesk(t)
	nine := yuan(t, "9.00")
	change := func(row ledger.ReviewRow, decision, evidence, code string) ledger.ReviewRow {
		row.Decision, row.Evidence, row.Code = decision, evidence, code
		return row
	}
	answer := func(decision string, given *alipay.Money, hold string) ledger.ReviewAnswer {
		row := held
		row.Decision, row.Given, row.Hold = decision, given, hold
		return row
	}
	rows := []ledger.ReviewRow{
		change(excess, "explained", "a mail", ""), change(excess, "dismiss", "a mail", "SYSTEM_ERROR"), change(excess, "succeeded", "a mail", ""),
		change(excess, "dismiss", "", ""), change(missing, "dismiss", "a mail", ""), change(missing, "failed", "a mail", ""), change(missing, "failed", "a mail", "no code"),
		change(excess, "allow", "a mail", ""),
	}
	answers := []ledger.ReviewAnswer{
		answer("", &nine, held.Hold), answer("allow", nil, held.Hold), answer("unrefunded", nil, held.Hold), answer("allow", &nine, "NO_PROOF"), answer("elsewhere", &nine, held.Hold),
	}
	wants := []string{
		"evidence and a code are for", "a code is for Failed", "succeeded does not end REFUND_EXCEEDS_DUE",
		"without evidence", "dismiss does not end MISSING_RESULT", "has an error code", "is no error code",
		`no decision: "allow"`,
		"without a decision", "needs an amount", `"unrefunded" does not end ABOVE_CAP`, "the row was altered: run 1 holds 9.00 by ABOVE_CAP", `"elsewhere" does not end ABOVE_CAP`,
	}
	for i, got := range take(w, 0, said(w, "Li", rows, answers...)) {
		wantRow(w, got, ledger.ReviewRefused, "", wants[i])
	}
	if n := len(numberedActs(w)); n != 0 {
		t.Fatalf("%d acts were recorded of rows that were refused", n)
	}

	w.night()
	old := said(w, "Li", []ledger.ReviewRow{change(excess, "dismiss", "a mail", "")})
	wantRow(w, take(w, 0, old)[0], ledger.ReviewRefused, "", "run 2 has come since: look at its workbook, and say it there")
}

// An act that was taken back is not said again by the copy that said it.
func TestReviewActsTakenBack(t *testing.T) {
	w, _, _, held := aDesk(t)
	nine := yuan(t, "9.00")
	held.Decision, held.Given = "allow", &nine
	take(w, 0, said(w, "Li", nil, held))
	if _, err := w.l.Say(context.Background(), w.account, ledger.Policy{}, ledger.Statement{Kind: ledger.ActUndo, Act: 1, Person: "Wang", Evidence: "a mistake"}, w.asOf); err != nil {
		t.Fatal(err)
	}
	wantRow(w, take(w, 0, said(w, "Li", nil, held))[0], ledger.ReviewRefused, "", "A1 said so and was taken back, after this copy was made")
}

// A person whom the configuration does not name takes nothing in.
func TestReviewOfAStranger(t *testing.T) {
	w, excess, _, _ := aDesk(t)
	excess.Evidence, excess.Decision = "", "explained"
	_, err := w.l.Review(context.Background(), ledger.Policy{People: []string{"Li"}}, said(w, "Wang", []ledger.ReviewRow{excess}), w.asOf)
	if !errors.Is(err, ledger.ErrPerson) {
		t.Errorf("a review by a stranger: %v, want ErrPerson", err)
	}
}

// Beside a hold are offered the acts that its ways name and that need no finding or line.
func TestDecisionsOfHolds(t *testing.T) {
	for hold, want := range map[ledger.Hold]string{
		ledger.EvidenceGap: "[]", ledger.Conflict: "[]", ledger.InFlight: "[]", ledger.UnsignedAnswer: "[]", ledger.NoOrder: "[elsewhere]",
		ledger.AttemptLimit: "[elsewhere]", ledger.FinalCode: "[elsewhere]", ledger.NoProof: "[unrefunded]", ledger.UnknownCode: "[allow]",
		ledger.InvestigateCode: "[allow]", ledger.FixFirstCode: "[allow]", ledger.AboveCap: "[allow]", "": "[]",
	} {
		if got := fmt.Sprint(hold.Decisions()); got != want {
			t.Errorf("beside %s are offered %s, want %s", hold, got, want)
		}
	}
}
