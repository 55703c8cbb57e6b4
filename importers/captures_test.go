package importers_test

import (
	"iter"
	"testing"

	"reconcile/alipay"
	"reconcile/importers"
	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/ledger"
)

// each yields what a log reads as.
func each[T any](all ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// takeLog takes a log in, and reads on from what the books have of it: its lines are known
// by their marks, one a line.
func (b *books) takeLog(kind ledger.Kind, marks []ledger.LineHash, take func(in *ledger.Intake) error) ledger.Counts {
	b.Helper()
	in, err := b.ledger.Begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	s := ledger.Source{Run: b.run, Account: b.account, Kind: kind, Path: "in/a.log", FirstLine: 1}
	if err = in.Open(s); err == nil {
		err = take(in)
	}
	if err == nil {
		s, err = in.Close(s)
	}
	if err == nil {
		err = in.Settle()
	}
	if err != nil {
		b.Fatal(err)
	}
	done, err := in.Summarize([]ledger.Part{{Path: s.Path, Source: s.ID, Last: s.LastLine()}})
	if err != nil {
		b.Fatal(err)
	}
	trail, err := in.FollowLog(b.account, kind, ledger.Part{})
	if err != nil {
		b.Fatal(err)
	}
	for i, m := range marks {
		if known, err := trail.Follow(m); err != nil || !known {
			b.Errorf("line %d is known: %v, %v", i+1, known, err)
		}
	}
	if err := in.Commit(); err != nil {
		b.Fatal(err)
	}
	return done.Counts
}

// The captures of a line come one after the other, and the line has one mark.
func TestCapturesOfOneLine(t *testing.T) {
	b := newBooks(t)
	read := func(line int64, mark byte, id string) logs.NotifyLine {
		n, err := alipay.ParseNotification(signedNotice(t, id), signKey(t))
		if err != nil {
			t.Fatal(err)
		}
		return logs.NotifyLine{Line: line, Mark: ledger.LineHash{mark}, Verdict: files.Read, Capture: ledger.Delivery{Line: line, Notification: n}}
	}
	captures := each(
		read(1, 11, "n1"), read(1, 11, "n2"), logs.NotifyLine{Line: 1, Mark: ledger.LineHash{11}}, // this one is another account's
		logs.NotifyLine{Line: 2, Mark: ledger.LineHash{12}},
		read(3, 13, "n3"), logs.NotifyLine{Line: 3, Mark: ledger.LineHash{13}, Verdict: files.Unread, Reason: "cut off"},
		read(4, 14, "n3"))
	got := b.takeLog(ledger.Notify, []ledger.LineHash{{11}, {12}, {13}, {14}}, func(in *ledger.Intake) error {
		return importers.TakeNotices(t.Context(), in, captures)
	})
	if want := (ledger.Counts{Lines: 4, Accepted: 1, Duplicate: 1, Rejected: 1, Ignored: 1}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

// So do the requests of a line.
func TestRequestsOfOneLine(t *testing.T) {
	b := newBooks(t)
	unread := logs.RequestLine{Line: 1, Mark: ledger.LineHash{11}, Verdict: files.Unread, Unread: ledger.UnreadRequest{Reason: "cut off"}}
	got := b.takeLog(ledger.Requests, []ledger.LineHash{{11}, {12}}, func(in *ledger.Intake) error {
		return importers.TakeRequests(t.Context(), in, each(unread, unread, logs.RequestLine{Line: 2, Mark: ledger.LineHash{12}}))
	})
	if want := (ledger.Counts{Lines: 2, Rejected: 1, Ignored: 1}); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}
