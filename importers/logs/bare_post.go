package logs

import (
	"net/url"
	"strings"
)

// A barePost finds lines that tell of a POST to the path of notify_url: deliveries, where
// the log does not have their bodies (§3.1).
type barePost struct{ path string }

// newBarePost looks for POSTs to the path of an address; it finds none where that has no
// path of its own.
func newBarePost(address string) barePost {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) < 2 {
		return barePost{}
	}
	return barePost{u.Path}
}

// in reports whether a line tells of such a POST.
func (b barePost) in(text string) bool {
	if b.path == "" {
		return false
	}
	_, rest, found := strings.Cut(text, "POST")
	for found {
		_, rest, found = strings.Cut(rest, b.path)
		if found && (rest == "" || strings.IndexByte(" ?\"',;\\", rest[0]) >= 0) {
			return true
		}
	}
	return false
}
