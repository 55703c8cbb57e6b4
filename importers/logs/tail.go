package logs

import (
	"bytes"
	"regexp"
	"strings"
)

// beginsCapture finds the name of a parameter of a notification with what could be the
// beginning of its value: a capture that is cut off may have no more.
var beginsCapture = regexp.MustCompile(`(?:^|[^0-9A-Za-z_])(?:sign|sign_type|notify_(?:id|type|time)|batch_no|success_num|result_details|unfreezed_details)[^0-9A-Za-z_\n]`)

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
