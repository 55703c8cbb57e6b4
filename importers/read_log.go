package importers

import (
	"hash"
	"io"

	"reconcile/importers/files"
	"reconcile/importers/logs"
	"reconcile/ledger"
)

// readLog reads what the ledger does not know of a log. Where a log lies, what it
// is called and how it is packed do not matter, for it is known by its lines: what
// was read before, and is followed by more, is read on from there. A part of a
// plain log begins behind what is known of it.
func (j *job) readLog(p files.Part, known ledger.Part, tap hash.Cloner) error {
	marks, raw := tap, io.Discard // what its lines hash is not hashed twice
	if j.in.Packing != files.Plain {
		marks, raw = newDigest(), tap
	}
	r, err := p.Open(raw)
	if err != nil {
		return err
	}
	defer r.Close()
	trail, err := j.intake.Trail(j.file.Account, j.file.Kind, known)
	if err != nil {
		return err
	}
	l := &logReader{job: j, intake: j.intake, trail: trail, source: j.source(p), scan: logs.NewNotifyScanner(r)}
	if j.file.Kind == ledger.Requests {
		l.scan = logs.NewRequestScanner(r)
	}
	l.scan.Resume(known.Last, marks)
	part, err := l.read()
	j.parts = append(j.parts, part)
	j.fresh = j.fresh || l.open
	return err
}

// A logReader passes over the lines that the ledger knows and opens a source at
// the first that it does not.
type logReader struct {
	job    *job
	intake *ledger.Intake
	trail  *ledger.Trail
	scan   *logs.Scanner
	source ledger.Source
	open   bool
}

// read returns what the ledger holds of the log in the end.
func (l *logReader) read() (part ledger.Part, err error) {
	part.Path = l.source.Path
	f := &sink{ctx: l.job.ctx, intake: l.intake}
	if err = l.skip(); err == nil && l.open {
		err = l.take(f)
	}
	if err == nil && l.scan.Unfinished() && !l.job.mayEndAnywhere() {
		err = errChanged() // where its last line ended stands another one now
	}
	if err == nil {
		part.Source, part.Last, err = l.close(f.extra)
	}
	return part, err
}

// take hands the lines that are left to the ledger, each behind its mark.
func (l *logReader) take(f *sink) error {
	o := l.job.opts
	if l.job.file.Kind == ledger.Requests {
		return forEach(f, logs.Requests(l.scan, o.Charset, o.Partner), f.request)
	}
	return forEach(f, logs.Notifications(l.scan, o.Verifier), f.notify)
}

// skip passes over the lines that the ledger knows, and opens the source before
// the first that it does not.
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

// begin opens the source, which begins with a line.
func (l *logReader) begin(line int64) error {
	l.open = true
	l.source.FirstLine = line
	l.source.Prior, _ = l.trail.Known()
	return l.job.openSource(l.source)
}

// close ends the source and returns what the ledger holds of the log now. A log
// without any line is a source too, so that it is known again.
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

func (f *sink) notify(line logs.NotifyLine) error {
	if err := f.intake.Mark(line.Mark); err != nil {
		return err
	}
	switch line.Verdict {
	case files.Read:
		f.extra += int64(line.Capture.Notice.Extra)
		return f.intake.Capture(line.Capture)
	case files.BadSignature:
		return f.intake.BadSignature(line.Line, line.Bad)
	case files.Rejected:
		return f.intake.Malformed(line.Line, line.Reason)
	}
	return f.intake.Ignore(line.Line)
}

func (f *sink) request(line logs.RequestLine) error {
	if err := f.intake.Mark(line.Mark); err != nil {
		return err
	}
	if line.Verdict == files.Read {
		return f.intake.Request(line.Line, line.Request)
	}
	return f.pass(line.Line, line.Verdict, line.Reason)
}
