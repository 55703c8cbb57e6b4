package importers

import (
	"bytes"
	"fmt"
	"time"

	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/ledger"
)

// stillWritten is how long after its last change a log counts as written to, so that an
// unfinished last line may yet get its end (§3.5).
const stillWritten = time.Hour

// mayEndAnywhere reports whether a last line without a line end counts as complete.
func (j *job) mayEndAnywhere() bool {
	return !j.isLog() || j.in.Packing != files.Plain || j.opts.Final || j.began.Sub(j.in.Info.ModTime()) >= stillWritten
}

// setEnd decides up to where the file is read, and says what is left of it. An unfinished
// last line of a plain log is left to a later run; where it may matter, the file counts as
// one that was not read.
func (j *job) setEnd() (err error) {
	s := &j.digest
	s.end = j.in.Size()
	if j.mayEndAnywhere() {
		return nil
	}
	if s.end, err = j.in.LastLineEnd(); err != nil {
		return err
	}
	begun, err := j.begun(s.end)
	if s.end -= begun; err != nil || begun > 0 {
		j.out.Left = j.in.Size() - s.end
		j.unread(fmt.Sprintf("its last lines may be the beginning of one of several lines (%d bytes): they are read once more follow, an hour after the last change, or by run --final", j.out.Left))
		return err
	}
	if j.out.Left = j.in.Size() - s.end; j.out.Left == 0 {
		return nil
	}
	tail, err := j.in.Tail(s.end)
	if err != nil {
		return err
	}
	if what := j.mayHold(tail); what != "" {
		j.unread(fmt.Sprintf("its last line has no end (%d bytes), so %s may be missing: it is read once the line ends, an hour after the last change, or by run --final", j.out.Left, what))
	}
	return nil
}

// lookBack is how much of the end of a log is searched for the beginning of a capture that
// goes on: the lines that one may have.
const lookBack = 256 << 10

// begun returns how many bytes before the last line end of a plain log are the beginning of
// a capture over several lines that goes on.
func (j *job) begun(end int64) (int64, error) {
	if !j.in.ReadsOn() || end == 0 {
		return 0, nil
	}
	start := max(0, end-lookBack)
	tail, err := j.in.Tail(start)
	if err != nil {
		return 0, err
	}
	tail = tail[:min(int64(len(tail)), end-start)]
	if start > 0 { // its first line is not whole
		_, tail, _ = bytes.Cut(tail, []byte("\n"))
	}
	if j.file.Kind == ledger.Requests {
		return int64(logs.UnfinishedRequest(tail)), nil
	}
	return int64(logs.UnfinishedNotification(tail)), nil
}

// mayHold names what an unfinished last line may hold, "" for nothing of ours.
func (j *job) mayHold(tail []byte) string {
	switch {
	case len(bytes.Trim(tail, "\x00")) == 0: // what a program has not filled yet
		return ""
	case j.file.Kind == ledger.Requests:
		return "a request"
	case j.out.Left > files.MaxTail, logs.MayBeginNotification(tail, j.opts.Merchant.NotifyURL):
		return "a notification"
	}
	return ""
}

// unread adds to what of the file was not read although it may matter.
func (j *job) unread(reason string) {
	if j.out.Unread != "" {
		reason = j.out.Unread + "; " + reason
	}
	j.out.Unread = reason
}
