package ledger_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"reconcile/alipay"
	"reconcile/ledger"
)

// firstCase is the first text of a rule's cases that fires it.
func firstCase(t *testing.T, code string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "rules", strings.ToLower(code)+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range txtar.Parse(b).Files {
		if len(wanted(string(c.Data))) > 0 {
			return string(c.Data)
		}
	}
	t.Fatalf("no case fires %s", code)
	return ""
}

// found is the first finding of a code in a run.
func (w *world) found(run ledger.Run, code string) ledger.Finding {
	w.t.Helper()
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		if f.Code == code {
			return f
		}
	}
	w.t.Fatalf("run %d has no %s", run.ID, code)
	return ledger.Finding{}
}

// Each rule's findings count their age from the event that they are about: here by the
// first of its cases, in a night of 2026-03-07 02:30.
func TestAgeCountsFromTheEvent(t *testing.T) {
	events := map[string]struct {
		since string
		age   int
	}{
		"AMOUNT_MISMATCH":          {"2026-03-01 10:00:00", 6}, // its result
		"ATTEMPT_LIMIT":            {"2026-03-02 10:39:00", 5}, // the hundredth
		"ATTEMPT_LIMIT_NEAR":       {"2026-03-02 10:29:00", 5}, // the ninetieth
		"BAD_SIGNATURE":            {"2026-03-07 02:30:00", 0}, // read, and the log has no time
		"BATCH_NO_REUSED":          {"2026-03-01 09:00:00", 6}, // the request
		"BILL_AMOUNT_MISMATCH":     {"2026-03-01 09:59:58", 6}, // the row of the bill
		"BILL_CONTRADICTS":         {"2026-03-01 09:59:58", 6},
		"BILL_MISSING":             {"2026-03-02 10:00:00", 5}, // the result that it lacks
		"BILL_UNKNOWN":             {"2026-03-06 00:29:59", 1},
		"DBACK_FAILED":             {"2026-03-01 10:00:00", 6},
		"DUE_EXCEEDS_PAID":         {"2026-02-01 00:00:00", 34}, // the payment, by the trade's number
		"DUPLICATE_TRADE_IN_BATCH": {"2026-03-01 10:00:00", 6},
		"EARLY_RESULT":             {"2026-03-01 08:49:59", 6},
		"EVIDENCE_HOLE":            {"2026-03-04 00:00:00", 3}, // the missing day
		"FEE_EXCEEDS_REFUND":       {"2026-03-01 10:00:00", 6},
		"FEE_REFUND_FAILED":        {"2026-03-01 10:00:00", 6},
		"FEE_WITHOUT_REFUND":       {"2026-03-01 10:00:00", 6},
		"ISSUED_ELSEWHERE":         {"2026-03-01 09:00:00", 6},
		"LATE_RESULT":              {"2026-03-02 11:00:01", 5}, // the result, not its request
		"MALFORMED_NOTIFICATION":   {"2026-03-07 02:30:00", 0}, // a log without any other line
		"MALFORMED_RESULT":         {"2026-03-01 10:00:00", 6}, // its notification
		"MISSING_RESULT":           {"2026-03-06 00:29:59", 1}, // the request
		"NOTIFY_CONFLICT":          {"2026-03-01 10:00:00", 6},
		"ORDER_CONFLICT":           {"2026-02-01 00:00:00", 34},
		"ORDER_REJECTED":           {"2026-02-01 00:00:00", 34},
		"OVER_REFUND":              {"2026-03-02 10:00:00", 5}, // the second refund, not the first
		"OVER_REFUND_EXPOSURE":     {"2026-03-06 10:00:00", 1}, // what is in flight
		"REFUND_EXCEEDS_DUE":       {"2026-03-01 10:00:00", 6},
		"REFUND_FAILED":            {"2026-03-01 10:00:00", 6},
		"REQUEST_BAD_SIGNATURE":    {"2026-03-01 09:00:00", 6},
		"REQUEST_INVALID":          {"2026-03-01 09:00:00", 6},
		"REQUEST_IN_FUTURE":        {"2026-03-07 02:30:00", 0}, // its own date is what is wrong
		"RESULT_AFTER_VOID":        {"2026-03-02 13:00:00", 5},
		"RESULT_CONFLICT":          {"2026-03-01 10:00:00", 6},
		"RESULT_CONTRADICTS_ACT":   {"2026-03-02 12:00:00", 5}, // what a person said
		"SUCCESS_NUM_MISMATCH":     {"2026-03-01 10:00:00", 6},
		"UNACKNOWLEDGED":           {"2026-03-01 10:00:00", 6},
		"UNDER_REFUND":             {"2026-02-01 00:00:00", 34},
		"UNKNOWN_ERROR_CODE":       {"2026-03-01 10:00:00", 6},
		"UNMATCHED_BATCH":          {"2026-03-01 10:00:00", 6},
		"UNMATCHED_RESULT":         {"2026-03-01 10:00:00", 6},
		"UNMATCHED_TRADE":          {"2026-03-01 10:00:00", 6},
		"UNREAD_CAPTURE":           {"2026-03-07 02:30:00", 0},
		"UNREAD_REQUEST":           {"2026-03-07 02:30:00", 0},
	}
	catalogue, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range catalogue {
		t.Run(r.Code, func(t *testing.T) {
			w := newWorld(t)
			w.tell(firstCase(t, r.Code))
			f := w.found(w.night(), r.Code)
			if want := events[r.Code]; f.Since.Format(alipay.TimeLayout) != want.since || f.AgeDays != want.age {
				t.Errorf("since %s, %d days, want %s, %d days", f.Since.Format(alipay.TimeLayout), f.AgeDays, want.since, want.age)
			}
		})
	}
}

// A payment that a late night sees first is as old as it is, however often its finding
// closes and opens again, and in a night that is carried on from the one before.
func TestAgeOfAnOldPayment(t *testing.T) {
	w := newWorld(t)
	w.asOf = when(t, "2026-06-01 02:30:00")
	w.tell("keyless\nnight\norder T1 9.00 due 9.00 2026-02-27T18:00\norder T2 9.00 due 9.00 2026-05-01\nlinecap 1.00")
	first := w.night()
	w.asOf = when(t, "2026-06-02 02:30:00")
	check := func(run ledger.Run, since string, firstRun int64, age int) {
		t.Helper()
		f := w.found(run, "UNDER_REFUND")
		if f.Since.Format(time.DateOnly) != since || f.FirstRun != firstRun || f.AgeDays != age {
			t.Errorf("run %d: since %s, first run %d, %d days; want %s, %d, %d", run.ID, f.Since.Format(time.DateOnly), f.FirstRun, f.AgeDays, since, firstRun, age)
		}
	}
	check(first, "2026-02-27", first.ID, 94)
	w.start()
	w.tell("order T3 1.00")
	check(w.night(), "2026-02-27", first.ID, 95)
	w.tell("request 20260601001 2026-06-01 12:00:00 T1^9.00^late")
	if f := w.found(w.night(), "UNDER_REFUND"); f.Status != ledger.StatusClosed || f.AgeDays != 95 {
		t.Errorf("in flight: %s, %d days", f.Status, f.AgeDays)
	}
	w.tell("notify n1 20260601001 2026-06-01 13:00:00 0 T1^9.00^SELLER_BALANCE_NOT_ENOUGH")
	again := w.night()
	check(again, "2026-02-27", again.ID, 95)
	check(first, "2026-02-27", first.ID, 94) // a later night leaves what this one said
}

// Days are those of Shanghai, and where an as-of is set back before the event none have
// passed.
func TestAgeInDays(t *testing.T) {
	for _, c := range []struct {
		asOf string
		days int
	}{
		{"2026-03-01 23:59:59", 0}, {"2026-03-02 00:00:00", 1}, {"2026-03-08 00:00:00", 7}, {"2026-03-09 00:00:00", 8},
		{"2026-05-30 23:59:59", 90}, {"2026-05-31 00:00:00", 91}, {"2026-02-20 02:30:00", 0},
	} {
		w := newWorld(t)
		w.tell("order T1 5.00\nnotify n1 20260301001 2026-03-01 23:50:00 0 T1^1.00^SELLER_BALANCE_NOT_ENOUGH")
		w.asOf = when(t, c.asOf)
		w.start()
		if f := w.found(w.night(), "REFUND_FAILED"); f.AgeDays != c.days {
			t.Errorf("as of %s: %d days, want %d", c.asOf, f.AgeDays, c.days)
		}
	}
}

// What a line of a log does not say of itself, the lines around it do, then the name of its
// file. A forged notification is as old as the log says, whatever it states.
func TestAgeOfLines(t *testing.T) {
	w := newWorld(t)
	logged := func(line int64, hour string) ledger.Delivery {
		return ledger.Delivery{Line: line, At: when(t, "2026-03-04 "+hour+":00:00"), Notification: alipay.Notification{
			NotifyID: "n" + hour, BatchNo: "202603040" + hour, NotifyTime: when(t, "2026-03-03 01:00:00"), Digest: alipay.NewDigest(hour),
		}}
	}
	w.intake(ledger.Notify, func(in *ledger.Intake) error {
		forged := &alipay.BadSignatureError{NotifyID: "x", BatchNo: "20200101001", Reason: "the MD5 does not match", Digest: alipay.NewDigest("x")}
		return errors.Join(in.UnreadCapture(1, "does not read"), in.Deliver(logged(2, "05")), in.Deliver(logged(3, "06")),
			in.Malformed(4, "does not decode"), in.BadSignature(5, when(t, "2026-03-05 07:00:00"), forged))
	})
	w.intakeAt(ledger.Requests, "requests-2026-03-02.log", func(in *ledger.Intake) error {
		return in.UnreadRequest(1, ledger.UnreadRequest{Reason: "does not read"})
	})
	run := w.night()
	for code, want := range map[string]string{
		"UNREAD_CAPTURE": "2026-03-04 05:00:00", "MALFORMED_NOTIFICATION": "2026-03-04 06:00:00",
		"BAD_SIGNATURE": "2026-03-05 07:00:00", "UNREAD_REQUEST": "2026-03-02 00:00:00",
	} {
		if f := w.found(run, code); f.Since.Format(alipay.TimeLayout) != want {
			t.Errorf("%s since %s, want %s", code, f.Since.Format(alipay.TimeLayout), want)
		}
	}
}
