package importers

import (
	"fmt"
	"strings"
)

// howToLog is where the README of this package shows how to log well.
const howToLog = "importers/README.md shows how"

// warn adds what is wrong with a log as a whole, and its likely cause.
func (t *TakenPart) warn() {
	if why := t.LogWarning(); why != "" {
		t.Warnings = append(t.Warnings, why)
	}
	if len(t.BareLines) > 0 {
		t.Warnings = append(t.Warnings, t.BareWarning())
	}
}

// LogWarning says what is wrong with a log, or with all logs of a source, as a whole, and
// its likely cause; "" for nothing.
func (t *TakenPart) LogWarning() string {
	found := t.Read + t.Rejected
	switch {
	case t.Lines == 0:
		return "no line in it"
	case t.As == asRequests && found == 0:
		return "a request log with lines and no request: log the address or the form as it is sent to Alipay, one a line; " + howToLog
	case t.As == asLog:
		return "a log with lines, and neither a notification nor a request: log the body of each POST to notify_url as it arrives, one a line; " + howToLog
	case found == 0 && t.BarePosts > 0:
		return fmt.Sprintf("a notify log with %d POSTs to notify_url and no notification: the log has no bodies (nginx: log $request_body; it writes - for a body over client_body_buffer_size); %s", t.BarePosts, howToLog)
	case found == 0:
		return "a notify log with lines and no notification: log the body of each POST to notify_url as it arrives, one a line; " + howToLog
	case t.BadSignatures > t.good():
		return "more signatures are bad than good: the key is wrong or was changed, or the log was altered"
	case t.Rejected > t.BadSignatures:
		return fmt.Sprintf("%d lines hold what does not read, and hold refunds back until it does; %s", t.Rejected-t.BadSignatures, howToLog)
	}
	return ""
}

// good is how many notifications, or requests, have no bad signature.
func (t *TakenPart) good() int64 {
	if t.As == asRequests {
		return t.Requests - t.BadSignatures
	}
	return t.Notifications
}

// BareWarning names the lines that tell of a delivery without its body, which others have.
func (t *TakenPart) BareWarning() string {
	return fmt.Sprintf("%s: a POST to notify_url without its body, which others have: it was over client_body_buffer_size of nginx; raise that. It may be of any trade, so nothing is issued until it is dismissed", lineList(t.BareLines))
}

// lineList names lines, the first few one by one.
func lineList(lines []int64) string {
	const named = 5
	if len(lines) == 1 {
		return fmt.Sprintf("line %d", lines[0])
	}
	var all []string
	for _, n := range lines[:min(len(lines), named)] {
		all = append(all, fmt.Sprint(n))
	}
	text := "lines " + strings.Join(all, ", ")
	if len(lines) > named {
		text += ", …"
	}
	return text
}

// Add adds what is in another part of a source.
func (t *TakenPart) Add(p TakenPart) {
	t.As = p.As
	for _, sum := range []struct {
		into *int64
		n    int64
	}{
		{&t.Lines, p.Lines}, {&t.Read, p.Read}, {&t.Rejected, p.Rejected}, {&t.Ignored, p.Ignored},
		{&t.Notifications, p.Notifications}, {&t.Results, p.Results}, {&t.BadSignatures, p.BadSignatures}, {&t.BarePosts, p.BarePosts},
		{&t.Requests, p.Requests}, {&t.RequestLines, p.RequestLines}, {&t.Orders, p.Orders}, {&t.Refunds, p.Refunds},
	} {
		*sum.into += sum.n
	}
	for _, at := range []struct {
		into *TakenSpan
		span TakenSpan
	}{{&t.Captured, p.Captured}, {&t.Told, p.Told}} {
		at.into.include(at.span.First)
		at.into.include(at.span.Last)
	}
	period := TakenSpan{t.From, t.Until}
	period.include(p.From)
	period.include(p.Until)
	t.From, t.Until = period.First, period.Last
}
