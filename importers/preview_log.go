package importers

import (
	"io"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/ledger"
)

// What a part is taken for, where it is a log.
const (
	asNotify   = "notify log"
	asRequests = "request log"
	asBoth     = "log of notifications and requests"
	asLog      = "log"
)

// A TakenSpan is from when to when something is.
type TakenSpan struct {
	First time.Time `json:"first,omitzero"`
	Last  time.Time `json:"last,omitzero"`
}

// include extends the span to a moment, unless that is unknown.
func (s *TakenSpan) include(t time.Time) {
	if t.IsZero() {
		return
	}
	if s.First.IsZero() || t.Before(s.First) {
		s.First = t
	}
	if t.After(s.Last) {
		s.Last = t
	}
}

// previewLog reads a part as a log, up to a number of lines or all of it for 0, and
// reports whether it holds a notification or a request, or tells of one.
func (t *TakenPart) previewLog(p files.Part, o Options, most int64) (bool, error) {
	notify, requests := TakenPart{Name: t.Name, As: asNotify}, TakenPart{Name: t.Name, As: asRequests}
	err := notify.readLog(p, ledger.Notify, o, most)
	if err == nil {
		err = requests.readLog(p, ledger.Requests, o, most)
	}
	if err != nil {
		return false, err
	}
	hasNotify, hasRequests := notify.Read+notify.Rejected > 0, requests.Read+requests.Rejected > 0
	switch {
	case hasNotify && hasRequests:
		notify.As, notify.Requests, notify.RequestLines = asBoth, requests.Requests, requests.RequestLines
		*t = notify
	case hasRequests:
		*t = requests
	default:
		if *t = notify; !hasNotify && notify.BarePosts == 0 {
			t.As = asLog
		}
	}
	if t.As != asRequests && most == 0 {
		err = t.findBare(p, o)
	}
	return hasNotify || hasRequests || notify.BarePosts > 0, err
}

// readLog reads a part as a log of a kind, up to a number of lines or all of it for 0.
func (t *TakenPart) readLog(p files.Part, kind ledger.Kind, o Options, most int64) error {
	r, err := p.Open(nil)
	if err != nil {
		return err
	}
	defer r.Close()
	text, enc, err := files.DecodeLog(r)
	if err != nil {
		return err
	}
	t.Charset, t.How = enc.Name, enc.How
	if kind == ledger.Requests {
		return t.readRequests(text, o, most)
	}
	return t.readNotifications(text, o, most)
}

// readNotifications counts what is in a notify log.
func (t *TakenPart) readNotifications(text io.Reader, o Options, most int64) error {
	t.Unchecked = o.Verifier == nil
	lines := lineTally{part: t, most: most}
	for line, err := range logs.Notifications(logs.NewNotifyScanner(text), o.Merchant.NotifyURL, o.Verifier, o.Others...) {
		if err != nil {
			return err
		}
		if !lines.add(line.Line, line.Verdict, notifyReason(line)) {
			return nil
		}
		switch {
		case line.Verdict == files.Read:
			t.Notifications++
			t.Results += int64(len(line.Capture.Results))
			t.Captured.include(line.Capture.At)
			t.Told.include(line.Capture.Notification.NotifyTime)
		case line.Verdict == files.BadSignature:
			t.BadSignatures++
		case line.Bare:
			t.BarePosts++
		}
	}
	lines.end()
	return nil
}

// findBare lists the lines that tell of a delivery without its body, if others have theirs.
func (t *TakenPart) findBare(p files.Part, o Options) error {
	if t.BarePosts == 0 {
		return nil
	}
	r, err := p.Open(nil)
	if err != nil {
		return err
	}
	defer r.Close()
	text, _, err := files.DecodeLog(r)
	if err != nil {
		return err
	}
	found, err := logs.ReadDeliveries(text, o.Merchant.NotifyURL, 1)
	if found.FirstBody > 0 {
		t.BareLines = found.Bare
	}
	return err
}

// readRequests counts what is in a log of submissions.
func (t *TakenPart) readRequests(text io.Reader, o Options, most int64) error {
	t.Unchecked = o.RequestVerifier == nil
	lines := lineTally{part: t, most: most}
	for line, err := range logs.Requests(logs.NewRequestScanner(text), o.Charset, o.Partner, o.RequestVerifier) {
		if err != nil {
			return err
		}
		reason := line.Reason
		if line.Verdict == files.Unread {
			reason = line.Unread.Reason
		}
		if !lines.add(line.Line, line.Verdict, reason) {
			return nil
		}
		if line.Verdict != files.Read {
			continue
		}
		t.Requests++
		t.RequestLines += int64(len(line.Request.Lines))
		if line.BadSignature != "" {
			t.BadSignatures++
		}
		if at, err := time.ParseInLocation(alipay.TimeLayout, line.Request.RefundDate, alipay.Shanghai()); err == nil {
			t.Told.include(at)
		}
	}
	lines.end()
	return nil
}

// notifyReason returns why a notification was not accepted.
func notifyReason(l logs.NotifyLine) string {
	if l.Verdict == files.BadSignature {
		return "bad signature: " + l.Bad.Reason
	}
	return l.Reason
}

// A lineTally counts lines, each of which may have several captures: it is rejected where
// one of them is, else read where one of them is (§3.1).
type lineTally struct {
	part   *TakenPart
	most   int64 // lines to read; 0 for all
	number int64 // of the line that is counted
	worst  files.Verdict
}

// add adds a capture, or a line without one; ok is false where enough lines were read.
func (l *lineTally) add(number int64, v files.Verdict, reason string) (ok bool) {
	if number != l.number {
		l.end()
		if l.most > 0 && l.part.Lines == l.most {
			l.part.More = true
			return false
		}
		l.number, l.worst = number, files.Ignored
	}
	if v != files.Ignored && (l.worst == files.Ignored || l.worst == files.Read) {
		l.worst = v
	}
	if reason != "" && len(l.part.Reasons) < previewRows {
		l.part.Reasons = append(l.part.Reasons, TakenReason{number, reason})
	}
	return true
}

// end counts the line that was added last.
func (l *lineTally) end() {
	if l.number > 0 {
		l.part.count(l.worst)
	}
	l.number = 0
}
