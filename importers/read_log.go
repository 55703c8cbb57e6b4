package importers

import (
	"hash"
	"io"

	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/ledger"
)

// readLog reads what is new of a log. A log is recognised by the hashes of its lines, so
// its path, name and packing do not matter: if it begins with what was read before, it
// is read from there on. known is the part of a plain log that is skipped already.
func (j *job) readLog(p files.Part, known ledger.Part, tap hash.Cloner) error {
	marks, raw := tap, io.Discard // hashing the lines of a plain log hashes the file
	if !j.in.ReadsOn() {
		marks, raw = newDigest(), tap
	}
	r, err := p.Open(raw)
	if err != nil {
		return err
	}
	defer r.Close()
	trail, err := j.intake.FollowLog(j.file.Account, j.file.Kind, known)
	if err != nil {
		return err
	}
	l, err := j.logReader(p, r)
	if err != nil {
		return files.Refuse(err)
	}
	l.trail = trail
	l.scan.Resume(known.Last, marks)
	part, err := l.read(p)
	if err != nil {
		return err
	}
	j.fresh = j.fresh || l.open
	stale, err := j.stale(part)
	if err == nil && stale {
		part, err = j.readAgain(p, part)
	}
	j.parts = append(j.parts, part)
	return err
}

// readAgain reads a log again that was read with other keys than the account's, as a
// source of its own. Of the lines that are known only those count that the keys read
// otherwise now (§3.1).
func (j *job) readAgain(p files.Part, known ledger.Part) (ledger.Part, error) {
	r, err := p.Reopen()
	if err != nil {
		return known, err
	}
	defer r.Close()
	l, err := j.logReader(p, r)
	if err != nil {
		return known, files.Refuse(err)
	}
	l.open = true
	l.scan.Resume(0, newDigest())
	if err := j.openSource(l.source); err != nil {
		return known, err
	}
	j.fresh = true
	if err := j.intake.ReadAgain(known); err != nil {
		return known, err
	}
	s := &sink{ctx: j.ctx, intake: j.intake, seller: &j.opts.Merchant}
	if err := l.take(s); err != nil {
		return known, err
	}
	l.source.Extra = s.extra
	done, err := j.intake.Close(l.source)
	return ledger.Part{Path: known.Path, Source: done.ID, Last: done.LastLine()}, err
}

// logReader returns a reader of a part, from the beginning of r. Errors: those of r.
func (j *job) logReader(p files.Part, r io.Reader) (*logReader, error) {
	text, enc, err := files.DecodeLog(r)
	l := &logReader{job: j, intake: j.intake, source: j.source(p)}
	l.source.Charset, l.source.How = enc.Name, enc.How
	if l.scan = logs.NewNotifyScanner(text); j.file.Kind == ledger.Requests {
		l.scan = logs.NewRequestScanner(text)
	}
	return l, err
}

// A logReader skips the lines that the ledger has and opens a source at the first one
// that it does not have.
type logReader struct {
	job    *job
	intake *ledger.Intake
	trail  *ledger.LogFollower
	scan   *logs.Scanner
	source ledger.Source
	open   bool // the source is open
}

// read reads the log and returns the part that the ledger has of it then.
func (l *logReader) read(p files.Part) (part ledger.Part, err error) {
	part.Path = l.source.Path
	s := &sink{ctx: l.job.ctx, intake: l.intake, seller: &l.job.opts.Merchant}
	if err = l.skip(); err == nil && l.open {
		if err = l.take(s); err == nil {
			err = l.nameBare(p, s.bare)
		}
	}
	if err == nil && l.scan.Unfinished() && !l.job.mayEndAnywhere() {
		err = errChanged() // bytes after its last line end have changed
	}
	if err == nil {
		part.Source, part.Last, err = l.close(s.extra)
	}
	return part, err
}

// take takes in the lines that were not skipped.
func (l *logReader) take(s *sink) error {
	o := l.job.opts
	if l.job.file.Kind == ledger.Requests {
		return forEach(s, logs.Requests(l.scan, o.Charset, o.Partner, o.RequestVerifier), s.request)
	}
	return forEach(s, logs.Notifications(l.scan, o.Merchant.NotifyURL, o.Verifier, o.Others...), s.notify)
}

// skip skips the lines that the ledger has, and opens the source before the first one
// that it does not have.
func (l *logReader) skip() error {
	for {
		line, err := l.scan.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return files.Refuse(err)
		}
		known, err := l.trail.Follow(line.Mark)
		if err != nil {
			return err
		}
		if !known {
			l.scan.Unread(line)
			return l.begin(line.Number)
		}
		if line.Number%1024 == 0 && l.job.ctx.Err() != nil {
			return l.job.ctx.Err()
		}
	}
}

// begin opens the source at a line.
func (l *logReader) begin(line int64) error {
	l.open = true
	l.source.FirstLine = line
	l.source.Prior, _ = l.trail.Known()
	return l.job.openSource(l.source)
}

// close closes the source and returns the one that the ledger has of the log now, and
// its last line. A log without lines is a source too, so that it is recognised again.
func (l *logReader) close(extra int64) (source, last int64, err error) {
	source, last = l.trail.Known()
	if source != 0 && !l.open {
		return source, last, nil
	}
	if !l.open {
		if err := l.begin(1); err != nil {
			return 0, 0, err
		}
	}
	l.source.Extra = extra
	done, err := l.intake.Close(l.source)
	return done.ID, done.LastLine(), err
}

// hashLine records the mark of a line, once for all of its captures.
func (s *sink) hashLine(line int64, mark ledger.LineHash) error {
	if line == s.hashed {
		return nil
	}
	s.hashed = line
	return s.intake.HashLine(mark)
}

// notify takes in a capture of a notify log, or a line without one. The captures of a line
// come one after the other.
func (s *sink) notify(line logs.NotifyLine) error {
	if err := s.hashLine(line.Line, line.Mark); err != nil {
		return err
	}
	if line.Verdict == files.Read {
		s.extra += int64(line.Capture.Notification.Extra)
	}
	if line.Bare {
		s.bare = true
		s.intake.BarePost()
	}
	if done, err := s.intake.NotifiedAgain(reread(line)); done || err != nil {
		return err
	}
	switch line.Verdict {
	case files.Read:
		return s.intake.Deliver(line.Capture)
	case files.BadSignature:
		return s.intake.BadSignature(line.Line, line.At, line.Bad, line.Trades...)
	case files.Rejected:
		return s.intake.Malformed(line.Line, line.Reason, line.Trades...)
	case files.Unread:
		return s.intake.UnreadCapture(line.Line, line.Reason, line.Trades...)
	}
	return s.intake.Ignore(line.Line)
}

// request takes in a capture of a log of submissions, or a line without one.
func (s *sink) request(line logs.RequestLine) error {
	if err := s.hashLine(line.Line, line.Mark); err != nil {
		return err
	}
	if done, err := s.intake.RequestedAgain(requestAgain(line)); done || err != nil {
		return err
	}
	switch line.Verdict {
	case files.Read:
		return s.intake.Request(ledger.Submission{Line: line.Line, Request: line.Request, Account: s.seller, BadSignature: line.BadSignature})
	case files.Unread:
		return s.intake.UnreadRequest(line.Line, line.Unread)
	}
	return s.pass(line.Line, line.Verdict, line.Reason)
}

// reread is what a capture of a notify log reads as.
func reread(line logs.NotifyLine) ledger.NotifyAgain {
	a := ledger.NotifyAgain{Line: line.Line, Bad: line.Verdict == files.BadSignature, Ignored: line.Verdict == files.Ignored}
	if line.Verdict == files.Read {
		a.Notification = &line.Capture.Notification
	}
	if line.Bad != nil {
		a.Digest = line.Bad.Digest
	}
	return a
}

// requestAgain is what a capture of a log of submissions reads as.
func requestAgain(line logs.RequestLine) ledger.RequestAgain {
	a := ledger.RequestAgain{Line: line.Line, Ignored: line.Verdict == files.Ignored}
	if line.Verdict == files.Read {
		a.Request, a.Signed = &line.Request, line.BadSignature == ""
	}
	return a
}
