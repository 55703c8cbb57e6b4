package ledger_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A captured is what one capture of a log reads as; nil is a line that holds none.
type captured func(in *ledger.Intake, line int64) (done bool, err error)

// good is a notification whose signature is good.
func good(w *world, id, batch, trade, amount string) captured {
	return func(in *ledger.Intake, line int64) (bool, error) {
		c := capture(w, line, id, batch, "2026-03-01 10:00:00", trade, amount)
		n := &c.Notification
		n.Digest = alipay.NewDigest(id, batch, "1", n.ResultDetails)
		if done, err := in.NotifiedAgain(ledger.NotifyAgain{Line: line, Notification: n}); done || err != nil {
			return done, err
		}
		return false, in.Deliver(c)
	}
}

// bad is the same notification with a bad signature.
func bad(id, batch, trade, amount string) captured {
	trade = trades(trade)
	e := &alipay.BadSignatureError{NotifyID: id, BatchNo: batch, Reason: "the MD5 does not match", Digest: alipay.NewDigest(id, batch, "1", trade+"^"+amount+"^SUCCESS")}
	return func(in *ledger.Intake, line int64) (bool, error) {
		if done, err := in.NotifiedAgain(ledger.NotifyAgain{Line: line, Bad: true, Digest: e.Digest}); done || err != nil {
			return done, err
		}
		return false, in.BadSignature(line, time.Time{}, e, trade)
	}
}

func unread(named ...string) captured {
	return func(in *ledger.Intake, line int64) (bool, error) {
		if done, err := in.NotifiedAgain(ledger.NotifyAgain{Line: line}); done || err != nil {
			return done, err
		}
		return false, in.UnreadCapture(line, "does not read: "+strings.Join(named, " "), strings.Fields(trades(strings.Join(named, " ")))...)
	}
}

func broken(in *ledger.Intake, line int64) (bool, error) {
	if done, err := in.NotifiedAgain(ledger.NotifyAgain{Line: line}); done || err != nil {
		return done, err
	}
	return false, in.Malformed(line, "batch_no stands twice")
}

// readLines takes in a log whose lines hold these captures, again where known has it.
func (w *world) readLines(kind ledger.Kind, keys string, known *ledger.Part, lines ...[]captured) (ledger.Counts, ledger.Part) {
	w.t.Helper()
	in, err := w.l.Begin(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	w.exports++
	s := ledger.Source{Run: w.run.ID, Account: w.account, Kind: kind, Path: fmt.Sprintf("%s/%d.log", kind, w.exports), FirstLine: 1, Keys: keys}
	err = in.Open(s)
	if err == nil && known != nil {
		err = in.ReadAgain(*known)
	}
	for i, captures := range lines {
		if err == nil {
			err = readLine(in, int64(i+1), w.exports, captures)
		}
	}
	if err == nil {
		s, err = in.Close(s)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	c := summary(w.t, in, s).Counts
	if err := in.Commit(); err != nil {
		w.t.Fatal(err)
	}
	if c.Lines != s.Lines || c.Lines != int64(len(lines)) || c.Lines != c.Accepted+c.Duplicate+c.Rejected+c.Ignored {
		w.t.Errorf("%d lines, %d while they were settled: %+v", len(lines), s.Lines, c)
	}
	part := ledger.Part{Path: s.Path, Source: s.ID, Last: s.LastLine()}
	w.files = append(w.files, ledger.RunFile{Path: s.Path, Kind: kind, SHA256: s.Path, Parts: []ledger.Part{part}, Counts: c})
	return c, part
}

// readLine takes in one line.
func readLine(in *ledger.Intake, line int64, log int, captures []captured) error {
	var mark ledger.LineHash
	binary.BigEndian.PutUint64(mark[:], uint64(line)<<16|uint64(log))
	if err := in.HashLine(mark); err != nil {
		return err
	}
	for _, c := range captures {
		if _, err := c(in, line); err != nil {
			return err
		}
	}
	if len(captures) == 0 {
		return in.Ignore(line)
	}
	return nil
}

// rejectsOf lists the rejected lines of a run.
func rejectsOf(w *world, run ledger.Run) (all []string) {
	w.t.Helper()
	for r, err := range w.l.Rejects(context.Background(), run.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%d: %s", r.Line, r.Reason))
	}
	return all
}

// A line is the first of rejected, accepted and duplicate that one of its captures is; what
// it holds counts capture by capture.
func TestCapturesOfLine(t *testing.T) {
	const b1, b2 = "20260301001", "20260301002"
	tests := map[string]struct {
		line    func(w *world) []captured
		counts  ledger.Counts
		totals  string
		rejects string
	}{
		"accepted and accepted": {
			line: func(w *world) []captured {
				return []captured{good(w, "n1", b1, "T1", "1.00"), good(w, "n2", b2, "T2", "2.00")}
			},
			counts: ledger.Counts{Lines: 1, Accepted: 1}, totals: "2 2 3.00",
		},
		"accepted and duplicate": {
			line: func(w *world) []captured {
				return []captured{good(w, "n1", b1, "T1", "1.00"), good(w, "n1", b1, "T1", "1.00")}
			},
			counts: ledger.Counts{Lines: 1, Accepted: 1}, totals: "1 1 1.00",
		},
		"accepted and rejected": {
			line:   func(w *world) []captured { return []captured{good(w, "n1", b1, "T1", "1.00"), broken} },
			counts: ledger.Counts{Lines: 1, Rejected: 1}, totals: "1 1 1.00", rejects: "1: batch_no stands twice",
		},
		"rejected and accepted": {
			line: func(w *world) []captured {
				return []captured{bad("x", b2, "T2", "2.00"), good(w, "n1", b1, "T1", "1.00")}
			},
			counts: ledger.Counts{Lines: 1, Rejected: 1}, totals: "1 1 1.00", rejects: "1: bad signature: the MD5 does not match",
		},
		"two bad": {
			line:   func(w *world) []captured { return []captured{bad("x", b2, "T2", "2.00"), bad("y", b1, "T1", "1.00")} },
			counts: ledger.Counts{Lines: 1, Rejected: 1}, totals: "0 0 0.00", rejects: "1: bad signature: the MD5 does not match; bad signature: the MD5 does not match",
		},
		"bad twice": {
			line:   func(w *world) []captured { return []captured{bad("x", b2, "T2", "2.00"), bad("x", b2, "T2", "2.00")} },
			counts: ledger.Counts{Lines: 1, Rejected: 1}, totals: "0 0 0.00", rejects: "1: bad signature: the MD5 does not match",
		},
		"conflict": {
			line: func(w *world) []captured {
				return []captured{good(w, "n1", b1, "T1", "1.00"), good(w, "n1", b1, "T1", "9.00")}
			},
			counts: ledger.Counts{Lines: 1, Rejected: 1}, totals: "1 1 1.00", rejects: "1: notify_id n1 came before with other content; the first stands",
		},
		"unread twice": {
			line:   func(*world) []captured { return []captured{unread("T1"), unread("T1", "T2")} },
			counts: ledger.Counts{Lines: 1, Rejected: 1}, totals: "0 0 0.00", rejects: "1: does not read: T1; does not read: T1 T2",
		},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			got, _ := w.readLines(ledger.Notify, "k", nil, c.line(w))
			if got != c.counts {
				t.Errorf("counts %+v, want %+v", got, c.counts)
			}
			run := w.night()
			if got := fmt.Sprint(run.Totals.Notifications, run.Totals.Results, run.Totals.SuccessAmount); got != c.totals {
				t.Errorf("totals %s, want %s", got, c.totals)
			}
			if got := strings.Join(rejectsOf(w, run), "\n"); got != c.rejects {
				t.Errorf("rejects %q, want %q", got, c.rejects)
			}
			if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
				t.Errorf("the books: %+v", found)
			}
		})
	}
}

// Two captures of one line that do not read are two findings, and each holds what it names
// until it is dismissed.
func TestUnreadCapturesOfLine(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 5.00\norder T2 5.00 due 5.00")
	w.readLines(ledger.Notify, "k", nil, []captured{unread("T1"), unread("T2")})
	run := w.night()
	if got := w.findings(run, "UNREAD_CAPTURE"); len(got) != 2 {
		t.Errorf("findings %q, want 2", got)
	}
	if got := holdsOf(w, run); got[trades("T1")] != "CONFLICT" || got[trades("T2")] != "CONFLICT" {
		t.Errorf("holds %v, want CONFLICT for both", got)
	}
	var subjects []string
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Code == "UNREAD_CAPTURE" {
			subjects = append(subjects, f.ID)
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(subjects)))) != 2 {
		t.Errorf("the findings are %q, want two", subjects)
	}
}

// holdsOf lists why corrections are held, by trade.
func holdsOf(w *world, run ledger.Run) map[string]string {
	w.t.Helper()
	all := map[string]string{}
	for c, err := range w.l.Corrections(context.Background(), run.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		all[c.TradeNo] = string(c.Hold)
	}
	return all
}

// submitted is a request of a batch.
func submitted(t tester, batch, num, details string) captured {
	body := alipay.Params{
		{Name: "service", Value: alipay.Service}, {Name: "partner", Value: partner}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "batch_no", Value: batch}, {Name: "refund_date", Value: "2026-03-01 10:00:00"},
		{Name: "batch_num", Value: num}, {Name: "detail_data", Value: trades(details)},
	}.Encode()
	r, err := alipay.ParseRequest(body, alipay.UTF8)
	if err != nil {
		t.Fatal(err)
	}
	return func(in *ledger.Intake, line int64) (bool, error) {
		if done, err := in.RequestedAgain(ledger.RequestAgain{Line: line, Request: &r, Signed: true}); done || err != nil {
			return done, err
		}
		return false, in.Request(ledger.Submission{Line: line, Request: r})
	}
}

func unreadSubmission(u ledger.UnreadRequest) captured {
	u.Trades = strings.Fields(trades(strings.Join(u.Trades, " ")))
	return func(in *ledger.Intake, line int64) (bool, error) {
		if done, err := in.RequestedAgain(ledger.RequestAgain{Line: line}); done || err != nil {
			return done, err
		}
		return false, in.UnreadRequest(line, u)
	}
}

// Of several requests in one line each counts, and what does not read of one holds.
func TestRequestsOfLine(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 5.00\norder T2 5.00 due 5.00\norder T3 5.00 due 5.00")
	line := []captured{
		submitted(t, "20260301001", "1", "T1^1.00^x"),
		submitted(t, "20260301002", "2", "T2^1.00^x#T3^^x"),
		submitted(t, "20260301001", "1", "T1^2.00^x"),
		submitted(t, "20260301002", "2", "T2^1.00^x#T3^^x"),
		unreadSubmission(ledger.UnreadRequest{BatchNo: "20260301003", Stated: 1, Trades: []string{"T3"}, Reason: "cut off"}),
	}
	counts, known := w.readLines(ledger.Requests, "k", nil, line)
	if want := (ledger.Counts{Lines: 1, Rejected: 1}); counts != want {
		t.Errorf("counts %+v, want %+v", counts, want)
	}
	check := func(run ledger.Run) {
		t.Helper()
		if run.Totals.Requests != 2 || run.Totals.RequestLines != 2 {
			t.Errorf("%d requests with %d lines, want 2 and 2", run.Totals.Requests, run.Totals.RequestLines)
		}
		if got := w.findings(run, "UNREAD_REQUEST"); !slices.Equal(got, []string{"- 20260301002 - -", "- 20260301003 - -"}) {
			t.Errorf("unread %q", got)
		}
		if got := w.findings(run, "BATCH_NO_REUSED"); len(got) != 1 {
			t.Errorf("reused %q, want one", got)
		}
		if got := rejectsOf(w, run); len(got) != 1 || strings.Count(got[0], "; ") != 2 {
			t.Errorf("rejects %q, want one line with two reasons", got)
		}
	}
	check(w.night())
	if again, _ := w.readLines(ledger.Requests, "k2", &known, line); again != counts {
		t.Errorf("read again %+v, want %+v", again, counts)
	}
	check(w.night())
}

// What other keys read otherwise in a line that holds several is taken in, and nothing
// else; even where they find captures in it that were another account's.
func TestCapturesReadAgain(t *testing.T) {
	const b1, b2, b3 = "20260301001", "20260301002", "20260301003"
	w := newWorld(t)
	a, c := good(w, "n1", b1, "T1", "1.00"), good(w, "n3", b3, "T3", "4.00")
	counts, known := w.readLines(ledger.Notify, "k1", nil,
		[]captured{a, bad("n2", b2, "T2", "2.00"), bad("x", b1, "T4", "8.00")},
		[]captured{bad("n2", b2, "T2", "2.00"), broken, a}, nil,
		[]captured{a, good(w, "n1", b1, "T1", "9.00")})
	if want := (ledger.Counts{Lines: 4, Rejected: 3, Ignored: 1}); counts != want {
		t.Errorf("counts %+v, want %+v", counts, want)
	}
	run := w.night()
	if got := w.findings(run, "BAD_SIGNATURE"); len(got) != 2 {
		t.Errorf("bad %q, want two", got)
	}
	for _, keys := range []string{"k2", "k3"} {
		counts, known = w.readLines(ledger.Notify, keys, &known,
			[]captured{c, a, good(w, "n2", b2, "T2", "2.00"), bad("x", b1, "T4", "8.00")},
			[]captured{good(w, "n2", b2, "T2", "2.00"), broken, a}, nil,
			[]captured{a, good(w, "n1", b1, "T1", "9.00")})
		if want := (ledger.Counts{Lines: 4, Rejected: 3, Ignored: 1}); counts != want {
			t.Errorf("%s: counts %+v, want %+v", keys, counts, want)
		}
		run = w.night()
		if got := fmt.Sprint(run.Totals.Notifications, run.Totals.SuccessAmount); got != "3 7.00" {
			t.Errorf("%s: totals %s, want 3 7.00", keys, got)
		}
		for code, want := range map[string]string{"BAD_SIGNATURE": "- " + b1 + " x -", "MALFORMED_NOTIFICATION": "- - - -", "NOTIFY_CONFLICT": "- " + b1 + " n1 -"} {
			if got := w.findings(run, code); !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %s %q, want one", keys, code, got)
			}
		}
		if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
			t.Errorf("%s: the books: %+v", keys, found)
		}
	}
}

// A capture that was taken and is bad with other keys is told, whatever else its line holds.
func TestGoodCaptureIsBadAgain(t *testing.T) {
	w := newWorld(t)
	_, known := w.readLines(ledger.Notify, "k1", nil,
		[]captured{good(w, "n1", "20260301001", "T1", "1.00"), bad("n2", "20260301002", "T2", "2.00")})
	w.night()
	w.readLines(ledger.Notify, "k2", &known,
		[]captured{bad("n1", "20260301001", "T1", "1.00"), good(w, "n2", "20260301002", "T2", "2.00")})
	run := w.night()
	if got := w.findings(run, "BAD_SIGNATURE"); !slices.Equal(got, []string{"- 20260301001 n1 -"}) {
		t.Errorf("bad %q, want n1", got)
	}
}

// Of two bad captures in a line each holds what it names, and no longer than it is bad.
func TestHoldsOfLine(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 5.00\norder T2 5.00 due 5.00\nrequest 20260301002 2026-03-01 09:00:00 T2^2.00^x")
	_, known := w.readLines(ledger.Notify, "k1", nil,
		[]captured{bad("n1", "20260301001", "T1", "1.00"), bad("n2", "20260301002", "T2", "2.00")})
	run := w.night()
	if got := holdsOf(w, run); got[trades("T1")] != "CONFLICT" || got[trades("T2")] != "CONFLICT" {
		t.Errorf("holds %v, want CONFLICT for both", got)
	}
	w.readLines(ledger.Notify, "k2", &known,
		[]captured{bad("n1", "20260301001", "T1", "1.00"), good(w, "n2", "20260301002", "T2", "2.00")})
	run = w.night()
	if got := holdsOf(w, run); got[trades("T1")] != "CONFLICT" || got[trades("T2")] == "CONFLICT" {
		t.Errorf("holds %v, want CONFLICT for the first", got)
	}
}

// A re-delivery in the line of its notification is a delivery, and no notification.
func TestDeliveriesOfLine(t *testing.T) {
	w := newWorld(t)
	w.night() // so that the next one shows what is new alone
	line := good(w, "n1", "20260301001", "T1", "1.00")
	w.readLines(ledger.Notify, "k", nil, []captured{line, line, good(w, "n1", "20260301001", "T1", "7.00")})
	run := w.night()
	for b, err := range w.l.BatchRows(context.Background(), run, time.Hour) {
		if err != nil {
			t.Fatal(err)
		}
		if b.Notifications != 1 || b.Deliveries != 3 || b.Counted != 1 {
			t.Errorf("%d notifications, %d deliveries, %d counted, want 1, 3, 1", b.Notifications, b.Deliveries, b.Counted)
		}
	}
	if got := findingOf(w, run, "UNMATCHED_BATCH").Evidence; len(got) != 1 {
		t.Errorf("evidence %v, want one line", got)
	}
	events, err := w.l.Explain(context.Background(), w.account, trades("T1"), "nightly")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, e := range events {
		if e.Kind == ledger.EventResult || e.Kind == ledger.EventRedelivery || e.Kind == ledger.EventConflict {
			said = append(said, fmt.Sprintf("%+v", e))
		}
	}
	if len(said) != 3 {
		t.Errorf("%d events, want the result, its re-delivery and the conflict:\n%s", len(said), strings.Join(said, "\n"))
	}
}

// A line whose captures were taken may hold one that was another account's.
func TestFurtherCaptureOfAcceptedLine(t *testing.T) {
	w := newWorld(t)
	a := good(w, "n1", "20260301001", "T1", "1.00")
	_, known := w.readLines(ledger.Notify, "k1", nil, []captured{a, a}, []captured{bad("x", "20260301003", "T3", "1.00")})
	w.night()
	counts, _ := w.readLines(ledger.Notify, "k2", &known,
		[]captured{a, good(w, "n2", "20260301002", "T2", "2.00")}, []captured{bad("x", "20260301003", "T3", "1.00")})
	if want := (ledger.Counts{Lines: 2, Accepted: 1, Rejected: 1}); counts != want {
		t.Errorf("counts %+v, want %+v", counts, want)
	}
	if got := w.night().Totals.SuccessAmount.String(); got != "3.00" {
		t.Errorf("refunded %s, want 3.00", got)
	}
}
