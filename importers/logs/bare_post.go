package logs

import (
	"io"
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

// in reports whether a line tells of such a POST and holds no body of a notification,
// whatever its type.
func (b barePost) in(text string) bool { return b.posts(text) && !hasBody(text) }

// posts reports whether a line tells of a POST to the path.
func (b barePost) posts(text string) bool {
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

// hasBody reports whether a line holds a parameter that every notification has.
func hasBody(text string) bool {
	return notifyTrace.near(text) || mayHideWord(text) && notifyTrace.near(notifyTrace.unescaped(text))
}

// Deliveries are the lines of a notify log that tell of POSTs to notify_url.
type Deliveries struct {
	FirstBody int64   // the first line that holds the body too; 0 where none does
	Bare      []int64 // the first lines that do not
	More      int64   // how many more there are
}

// maxBare is how many lines without a body are listed one by one.
const maxBare = 100

// ReadDeliveries finds the deliveries that a log tells of. Those without a body are listed
// from a line on, or all of them where no line before it holds a body: until then nobody
// could know that a body is missing. Errors: those of the reader.
func ReadDeliveries(r io.Reader, notifyURL string, from int64) (d Deliveries, err error) {
	post, scan := newBarePost(notifyURL), NewNotifyScanner(r)
	for {
		line, err := scan.Next()
		if err == io.EOF {
			return d, nil
		}
		if err != nil {
			return d, err
		}
		switch text := string(line.text); {
		case !post.posts(text):
		case hasBody(text):
			if d.FirstBody == 0 && line.Number < from {
				d.Bare, d.More = nil, 0
			}
			if d.FirstBody == 0 {
				d.FirstBody = line.Number
			}
		case d.FirstBody == 0 || d.FirstBody >= from || line.Number >= from:
			d.add(line.Number)
		}
	}
}

// add adds a line without a body.
func (d *Deliveries) add(line int64) {
	if len(d.Bare) == maxBare {
		d.More++
		return
	}
	d.Bare = append(d.Bare, line)
}
