package capture

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"reconcile/words"
)

// Text returns the text under which the body of a POST is logged: the
// body itself, byte for byte, where it is written as Alipay and browsers write
// a form. Bytes that are bare in another one, such as quotes, blanks or bytes
// above ASCII, and an escaped name, would hide it in a line of text; such a
// body is logged with its parameters escaped anew, which decode to the same
// bytes in the same order.
//
// Errors: the body does not decode, or does not hold one notify_id.
func Text(body string) (string, error) {
	var escaped []string
	ids := 0
	for pair := range strings.SplitSeq(body, "&") {
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		value, err2 := url.QueryUnescape(rawValue)
		if err := errors.Join(err, err2); err != nil {
			return "", words.Errorf("no notification: the body does not decode")
		}
		if name == "notify_id" {
			ids++
		}
		if pair != "" {
			escaped = append(escaped, url.QueryEscape(name)+"="+url.QueryEscape(value))
		}
	}
	if ids != 1 {
		return "", words.Errorf("no notification: it has %d notify_id, want 1", ids)
	}
	if strings.ContainsFunc(body, bare) || !strings.Contains("&"+body, "&notify_id=") {
		return strings.Join(escaped, "&"), nil
	}
	return body, nil
}

// bare reports whether a form holds r only escaped.
func bare(r rune) bool {
	letter := r|0x20 >= 'a' && r|0x20 <= 'z'
	digit := r >= '0' && r <= '9'
	return !letter && !digit && !strings.ContainsRune("-._*~+%&=", r)
}

// Line is one line of the log (§3.1), which ends with a line feed.
//
// The '=' behind a name is written as \u003d. A line that a crash cut off is no
// JSON, so that a reader searches it as plain text: it must not find parameters
// there, and half a notification, whose signature would not verify. Any other '='
// is left as it is: it would take six bytes for one. The verdict stands before the
// body, so that a line that is cut off has it where it has any of that.
func Line(at time.Time, text string, signature Verdict) []byte {
	escaped := named.ReplaceAllString(text, `${1}\u003d`) // Text leaves nothing else to escape
	if signature != Unjudged {
		return []byte(stamped(at) + `"signature":"` + string(signature) + `","body":"` + escaped + "\"}\n")
	}
	return []byte(stamped(at) + `"body":"` + escaped + "\"}\n")
}

// AnswerLine is the line of what notify_verify answered about a notify_id. It names the
// id by its SHA-256, in hex: a line with an id and no notification would be one that does
// not read, where this one is ignored.
func AnswerLine(at time.Time, id, answer string) []byte {
	return fmt.Appendf(nil, "%s\"notify_verify\":\"%s\",\"id_sha256\":\"%x\"}\n", stamped(at), answer, sha256.Sum256([]byte(id)))
}

// stamped begins a line.
func stamped(at time.Time) string {
	return `{"time":"` + at.Format("2006-01-02T15:04:05.000Z07:00") + `",`
}

// named finds the '=' behind a name: those of the interface have 4 letters or more.
var named = regexp.MustCompile(`([0-9A-Za-z_]{4})=`)
