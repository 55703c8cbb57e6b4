package logs

import (
	"bytes"
	"math/bits"
	"regexp"
	"strings"

	"reconcile/alipay"
)

// beginsCapture finds the name of a parameter of a notification with what could be the
// beginning of its value: a capture that is cut off may have no more.
var beginsCapture = regexp.MustCompile(`(?:^|[^0-9A-Za-z_])(?:` + strings.Join(namesOf(notifyParams()), "|") + `)[^0-9A-Za-z_\n]`)

// MayBeginNotification reports whether an unfinished last line of a notify log may be the
// beginning of a notification, or tells of a POST to notifyURL (§3.5): what was not read
// has not been ruled out. It finds more than a trace, because the end of the line may yet
// bring one.
func MayBeginNotification(tail []byte, notifyURL string) bool {
	line := string(narrow(bytes.Trim(tail, "\x00")))
	text := notifyTrace.unescaped(line)
	if isOther(text) && oneCapture(text) {
		return false
	}
	return newBarePost(notifyURL).in(line) || beginsCapture.MatchString(text) || notifyTrace.near(line)
}

// oneCapture reports whether a text holds the parameters of one notification at most, and
// none of ours: behind that of another type, ours may begin.
func oneCapture(text string) bool {
	return strings.Count(text, "notify_id") < 2 && strings.Count(text, "notify_time") < 2 && !strings.Contains(text, "result_details")
}

// UnfinishedNotification returns how many bytes at the end of a notify log, which ends with
// a line end, may be the beginning of a notification over several lines, or the first
// pieces of a line that a container runtime has cut (§3.5).
func UnfinishedNotification(tail []byte) int {
	n := notifyInterest("", nil)
	n.complete = notifySigned
	return unfinished(NewNotifyScanner(bytes.NewReader(tail)), tail, n)
}

// UnfinishedRequest is UnfinishedNotification of a request log.
func UnfinishedRequest(tail []byte) int {
	n := requestInterest(alipay.UTF8, "", nil)
	n.complete = requestSigned
	return unfinished(NewRequestScanner(bytes.NewReader(tail)), tail, n)
}

// unfinished returns the length of the lines at the end of a text that are held back as
// parts of one capture, and do not complete it.
func unfinished[T any](s *Scanner, tail []byte, n *interest[T]) int {
	a, lines := &assembler[T]{interest: n, yield: func(T, error) bool { return true }}, newLineReader(n)
	for {
		line, text, err := s.split()
		if err != nil {
			break
		}
		var r reading[T]
		lines.read(line, string(text), &r)
		a.add(&r)
	}
	begun := a.begun()
	for at := len(tail); begun > 0; begun-- {
		at = bytes.LastIndexByte(tail[:at-1], '\n') + 1
		if begun == 1 {
			return len(tail) - at
		}
	}
	return 0
}

// fewNames is how many parameters a line of a capture over several lines names. One that
// names more is a capture of its own that does not read.
const fewNames = 2

// begun returns how many of the last lines are the beginning of a capture that goes on.
func (a *assembler[T]) begun() int {
	names, open, few := uint32(0), false, true
	for i := range a.held {
		if p := &a.held[i].part; p.names != 0 {
			names |= p.names
			open = p.open && i == len(a.held)-1
			few = few && bits.OnesCount32(p.names) <= fewNames
		}
	}
	goes := few && names&a.ours != 0 && (open || names&a.complete != a.complete)
	for i := range a.held {
		if p := &a.held[i].part; p.piece().cut || goes && p.names != 0 {
			return len(a.held) - i
		}
	}
	return 0
}
