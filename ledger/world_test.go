package ledger_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// A world is a ledger that is told what happened, line by line:
//
//	order T1 5.00 [due 3.00 [PAID_AT]]
//	request BATCH DATE TIME T1^5.00^reason#…      (or "-" for a detail that is left to params)
//	missigned …                                   (such a request, its signature bad)
//	badorder T1                                   (a row of an export that does not read)
//	naming T1 T2                                  (a notification that does not read and names trades)
//	notify ID BATCH DATE TIME SUCCESS_NUM T1^5.00^SUCCESS#…
//	forged ID BATCH
//	malformed REASON
//	unreadcapture [T1…]                           (a line of a notify log that does not read)
//	unreadrequest BATCH STATED all|more [T1…]     (the same of a request log; "-" for no batch)
//	series PATTERN YYYYMMDD…                      (request files that carry these days in their names)
//	void BATCH DATE TIME
//	bill DATE TIME T1^5.00^BATCH#…                (one bill's refunds, all finished at that moment)
//	answer NAME BATCH^T1^5.00^SUCCESS#…           (a file of that name, with an answer of a query)
//	unreadanswer NAME [T1…]                       (such a file, whose line does not read)
//	period DATE TIME DATE TIME                    (a bill covers from one moment until before another)
//	night                                         (what came so far is one run)
//	gap PATTERN                                   (a source without a file)
//	linecap 1.00, runcap 1.00                     (the circuit breakers)
//	reclass CODE CLASS                            (as the configuration does)
//	since DATE                                    (complete_since: submissions are complete from then on)
//	keyless                                       (no key to sign with)
//
// T1, T2, … are trade numbers of 16 digits.
type world struct {
	t       tester
	l       *ledger.Ledger
	path    string
	account int64
	run     ledger.Run
	policy  ledger.Policy
	asOf    time.Time
	exports int
	files   []ledger.RunFile
	gaps    []string
	series  []ledger.Series
}

// A tester is what a *testing.T and a *rapid.T have in common.
type tester interface {
	ledgertest.T
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

const partner = "2088101008267254"

func newWorld(t *testing.T) *world {
	t.Helper()
	w, stop := openWorld(t, ledgertest.Name(t))
	t.Cleanup(stop)
	return w
}

// openWorld opens a world on a ledger that its caller closes.
func openWorld(t tester, path string) (w *world, stop func()) {
	t.Helper()
	l, err := openBooks(path)
	if err != nil {
		t.Fatal(err)
	}
	stop = func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	account, err := l.Account(context.Background(), partner)
	if err != nil {
		t.Fatal(err)
	}
	w = &world{t: t, l: l, path: path, account: account, asOf: when(t, "2026-03-07 02:30:00")}
	md5, err := alipay.NewMD5(alipay.NewSecret("10000000000000000000000000000000"))
	if err != nil {
		t.Fatal(err)
	}
	w.policy = ledger.Policy{
		Merchant: alipay.Merchant{Partner: partner, SellerEmail: "shop@example.com", Charset: alipay.UTF8},
		Gateway:  "https://mapi.alipay.com/gateway.do", Signer: md5,
		Codes: alipay.ErrorCodes(), ResultGrace: 26 * time.Hour, AttemptWarning: 90, HasRequests: true,
		Reason: "协商退款", MaxLines: 1000, BatchPrefix: "9",
		CompleteSince: 20260101,
	}
	w.start()
	return w, stop
}

func when(t tester, s string) time.Time {
	t.Helper()
	at, err := alipay.ParseTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (w *world) start() {
	w.t.Helper()
	var err error
	if w.run, err = w.l.Start(context.Background(), "nightly", w.account, w.asOf, w.asOf); err != nil {
		w.t.Fatal(err)
	}
}

// summary is what the books hold of a source that an intake has closed.
func summary(t tester, in *ledger.Intake, s ledger.Source) ledger.Summary {
	t.Helper()
	if err := in.Settle(); err != nil {
		t.Fatal(err)
	}
	done, err := in.Summarize([]ledger.Part{{Path: s.Path, Source: s.ID, Last: s.LastLine()}})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// intake feeds one source of one kind and returns its counts.
func (w *world) intake(kind ledger.Kind, feed func(in *ledger.Intake) error) ledger.Counts {
	w.t.Helper()
	return w.intakeAt(kind, fmt.Sprintf("%s/%d", kind, w.exports+1), feed)
}

// intakeAt feeds one source with a path.
func (w *world) intakeAt(kind ledger.Kind, path string, feed func(in *ledger.Intake) error) ledger.Counts {
	w.t.Helper()
	in, err := w.l.Begin(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	w.exports++
	s := ledger.Source{Run: w.run.ID, Account: w.account, Kind: kind, Path: path, FirstLine: 1}
	if err := in.Open(s); err != nil {
		w.t.Fatal(err)
	}
	if err := feed(in); err != nil {
		w.t.Fatal(err)
	}
	if s, err = in.Close(s); err != nil {
		w.t.Fatal(err)
	}
	done := summary(w.t, in, s)
	if err := in.Commit(); err != nil {
		w.t.Fatal(err)
	}
	c := done.Counts
	if c.Lines != s.Lines {
		w.t.Errorf("%d lines while it was settled, %d afterwards", s.Lines, c.Lines)
	}
	if c.Lines != c.Accepted+c.Duplicate+c.Rejected+c.Ignored {
		w.t.Errorf("lines do not add up: %+v", c)
	}
	w.files = append(w.files, ledger.RunFile{Path: s.Path, Kind: kind, SHA256: strconv.Itoa(w.exports), Parts: []ledger.Part{{Path: s.Path, Source: s.ID, Last: s.LastLine()}}, Counts: c})
	return c
}

// night reconciles what came so far, asks where the money stands and starts the next run.
func (w *world) night() ledger.Run {
	w.t.Helper()
	done := w.pass()
	checkStanding(w.t, w.path, done)
	w.start()
	return done
}

// pass reconciles what came so far.
func (w *world) pass() ledger.Run {
	w.t.Helper()
	done, err := w.l.Reconcile(context.Background(), w.run, w.policy, ledger.RunInput{Files: w.files, Gaps: w.gaps, Series: w.series}, w.asOf)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.l.Published(context.Background(), done.ID, "out"); err != nil {
		w.t.Fatal(err)
	}
	w.files = nil
	return done
}

// tell plays the lines of a text.
func (w *world) tell(text string) {
	w.t.Helper()
	for line := range strings.Lines(trades(text)) {
		if f := strings.Fields(line); len(f) > 0 && !strings.HasPrefix(f[0], ">") {
			w.event(f[0], f[1:])
		}
	}
}

func (w *world) event(kind string, f []string) {
	w.t.Helper()
	switch kind {
	case "order":
		w.order(f)
	case "request":
		w.request(f, "")
	case "missigned":
		w.request(f, "the signature does not verify")
	case "badorder":
		w.intake(ledger.Orders, func(in *ledger.Intake) error { return in.Reject(1, "paid_amount: no amount", f[0]) })
	case "naming":
		w.intake(ledger.Notify, func(in *ledger.Intake) error { return in.Malformed(1, "does not decode", f...) })
	case "notify":
		w.notify(f)
	case "forged":
		e := &alipay.BadSignatureError{NotifyID: f[0], BatchNo: f[1], Reason: "the MD5 does not match", Digest: alipay.NewDigest(f...)}
		w.intake(ledger.Notify, func(in *ledger.Intake) error { return in.BadSignature(1, time.Time{}, e) })
	case "malformed":
		w.intake(ledger.Notify, func(in *ledger.Intake) error { return in.Malformed(1, strings.Join(f, " ")) })
	case "series":
		s := ledger.Series{Kind: ledger.Requests, Pattern: f[0]}
		for _, name := range f[1:] {
			day, _ := alipay.DayInName(name)
			s.Days = append(s.Days, day)
		}
		w.series = append(w.series, s)
	case "unreadcapture":
		w.intake(ledger.Notify, func(in *ledger.Intake) error { return in.UnreadCapture(1, "does not read", f...) })
	case "answer", "unreadanswer":
		w.answer(kind, f)
	case "unreadrequest":
		stated, _ := strconv.Atoi(f[1])
		u := ledger.UnreadRequest{BatchNo: strings.Trim(f[0], "-"), Stated: stated, MayNameMore: f[2] == "more", Trades: f[3:], Reason: "does not read"}
		w.intake(ledger.Requests, func(in *ledger.Intake) error { return in.UnreadRequest(1, u) })
	case "void", "submitted", "succeeded", "failed", "elsewhere", "paid", "unrefunded", "allow", "dismiss", "undo":
		if _, err := w.says(kind, f, "Li"); err != nil {
			w.t.Fatal(err)
		}
	case "bill":
		w.bill(f)
	case "period":
		w.intake(ledger.Bills, func(in *ledger.Intake) error {
			return in.BillPeriod(when(w.t, f[0]+" "+f[1]), when(w.t, f[2]+" "+f[3]))
		})
	case "night":
		w.night()
	default:
		w.setting(kind, f)
	}
}

// setting changes what the configuration would.
func (w *world) setting(kind string, f []string) {
	w.t.Helper()
	switch kind {
	case "gap":
		w.gaps = f
	case "linecap":
		limit := yuan(w.t, f[0])
		w.policy.LineCap = &limit
	case "runcap":
		limit := yuan(w.t, f[0])
		w.policy.RunCap = &limit
	case "reclass":
		w.policy.Codes = w.policy.Codes.Reclass(f[0], alipay.Class(f[1]))
	case "since":
		day, err := ledger.ParseDay(f[0])
		if err != nil {
			w.t.Fatal(err)
		}
		w.policy.CompleteSince = day
	case "keyless":
		w.policy.Signer, w.policy.Unsigned = nil, "no key"
	default:
		w.t.Fatalf("unknown event %q", kind)
	}
}

func (w *world) order(f []string) {
	w.t.Helper()
	o := ledger.Order{TradeNo: f[0], Paid: yuan(w.t, f[1])}
	if len(f) == 5 {
		o.PaidAt = f[4]
	}
	if len(f) >= 4 {
		due := yuan(w.t, f[3])
		o.Due = &due
	}
	w.intake(ledger.Orders, func(in *ledger.Intake) error { return in.Order(1, o) })
}

func yuan(t tester, s string) alipay.Money {
	t.Helper()
	m, err := alipay.ParseMoney(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (w *world) request(f []string, badSignature string) {
	w.t.Helper()
	body := alipay.Params{
		{Name: "service", Value: alipay.Service}, {Name: "partner", Value: partner}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "batch_no", Value: f[0]}, {Name: "refund_date", Value: f[1] + " " + f[2]},
		{Name: "batch_num", Value: strconv.Itoa(strings.Count(f[3], "#") + 1)}, {Name: "detail_data", Value: f[3]},
	}.Encode()
	r, err := alipay.ParseRequest(body, alipay.UTF8)
	if err != nil {
		w.t.Fatal(err)
	}
	w.intake(ledger.Requests, func(in *ledger.Intake) error {
		return in.Request(ledger.Submission{Line: 1, Request: r, BadSignature: badSignature})
	})
}

func (w *world) notify(f []string) ledger.Counts {
	w.t.Helper()
	stated, err := strconv.Atoi(f[4])
	if err != nil {
		w.t.Fatal(err)
	}
	details := ""
	if len(f) > 5 {
		details = f[5]
	}
	c := ledger.Delivery{Line: 1, Notification: alipay.Notification{
		NotifyID: f[0], BatchNo: f[1], NotifyTime: when(w.t, f[2]+" "+f[3]), SuccessNum: stated,
		ResultDetails: details, Digest: alipay.NewDigest(f[1], f[4], details),
	}}
	c.Results, c.Bad = alipay.ParseResultDetails(details)
	return w.intake(ledger.Notify, func(in *ledger.Intake) error { return in.Deliver(c) })
}

func (w *world) answer(kind string, f []string) ledger.Counts {
	w.t.Helper()
	path := "answers/" + f[0]
	if kind == "unreadanswer" {
		return w.intakeAt(ledger.Answers, path, func(in *ledger.Intake) error { return in.UnreadAnswer(1, "does not read", f[1:]...) })
	}
	items, bad := alipay.ParseAnswerDetails(f[1])
	if len(bad) > 0 {
		w.t.Fatal(bad[0])
	}
	var answers []ledger.Answer
	for _, a := range items {
		answers = append(answers, ledger.Answer{BatchNo: a.BatchNo, Result: a.Result})
	}
	return w.intakeAt(ledger.Answers, path, func(in *ledger.Intake) error { return in.Answers(1, answers) })
}

func (w *world) bill(f []string) ledger.Counts {
	w.t.Helper()
	return w.intake(ledger.Bills, func(in *ledger.Intake) error {
		for i, item := range strings.Split(f[2], "#") {
			part := strings.Split(item, "^")
			r := ledger.BillRefund{TradeNo: part[0], BatchNo: part[2], Amount: yuan(w.t, part[1]), FinishedAt: when(w.t, f[0]+" "+f[1])}
			if err := in.BillRefund(int64(i+1), r); err != nil {
				return err
			}
		}
		return nil
	})
}

// trades writes out T1, T2, … as trade numbers.
func trades(text string) string {
	return regexp.MustCompile(`\bT(\d+)\b`).ReplaceAllStringFunc(text, func(t string) string {
		n, _ := strconv.Atoi(t[1:])
		return fmt.Sprintf("20260201%08d", n)
	})
}

// findings lists the open findings of a run, one a line: "trade batch notify
// amount", "-" for what does not apply.
func (w *world) findings(run ledger.Run, code string) []string {
	w.t.Helper()
	var all []string
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		if f.Code != code || f.Status == ledger.StatusClosed {
			continue
		}
		amount := "-"
		if f.Amount != nil {
			amount = f.Amount.String()
		}
		if len(f.Evidence) == 0 {
			w.t.Errorf("finding %s %s %s has no evidence", f.Code, f.TradeNo, f.BatchNo)
		}
		all = append(all, strings.Join([]string{dash(f.TradeNo), dash(f.BatchNo), dash(f.NotifyID), amount}, " "))
	}
	return all
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
