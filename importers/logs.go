package importers

import (
	"io"
	"iter"

	"reconcile/ledger"
)

// readLog reads what the ledger does not know of a log. Where a log lies, what it
// is called and how it is packed do not matter, for it is known by its lines: what
// was read before, and is followed by more, is read on from there.
func (j *job) readLog(intake *ledger.Intake, p part, tap io.Writer) error {
	r, err := p.open(tap)
	if err != nil {
		return err
	}
	defer r.Close()
	form := notifyForm()
	if j.file.Kind == ledger.Requests {
		form = requestForm()
	}
	l := &logReader{job: j, intake: intake, trail: intake.Trail(j.file.Account, j.file.Kind), source: j.source(p)}
	path := l.source.Path
	f := &feeder{ctx: j.ctx, intake: intake}
	scan := newMarkingScanner(r, form.needle)
	lines := l.news(scan)
	if j.file.Kind == ledger.Requests {
		err = hand(f, each(lines, requestReader(form, j.opts.Charset, j.opts.Partner)), f.request)
	} else {
		err = hand(f, each(lines, notifyReader(form, j.opts.Verifier)), f.notify)
	}
	if err != nil {
		return err
	}
	if scan.cut && !j.mayEndAnywhere() {
		return errChanged() // where its last line ended there is another one now
	}
	id, last, err := l.close(f.extra)
	j.parts = append(j.parts, ledger.Part{Path: path, Source: id, Last: last})
	j.fresh = j.fresh || l.open
	return err
}

// A logReader passes over the lines that the ledger knows and opens a source at
// the first that it does not.
type logReader struct {
	job    *job
	intake *ledger.Intake
	trail  *ledger.Trail
	source ledger.Source
	open   bool
}

// news yields the lines that the ledger does not know.
func (l *logReader) news(scan *lineScanner) iter.Seq2[logLine, error] {
	return func(yield func(logLine, error) bool) {
		for line, err := range scan.lines() {
			known := false
			if err == nil && !l.open {
				if known, err = l.trail.Follow(line.mark); err == nil && !known {
					err = l.begin(line.number)
				}
			}
			if err != nil {
				yield(logLine{}, err)
				return
			}
			if known {
				if line.number%1024 == 0 && l.job.ctx.Err() != nil {
					yield(logLine{}, l.job.ctx.Err())
					return
				}
				continue
			}
			l.intake.Mark(line.mark)
			if !yield(line, nil) {
				return
			}
		}
	}
}

// begin opens the source, which begins with a line.
func (l *logReader) begin(line int64) error {
	l.open = true
	l.source.FirstLine = line
	l.source.Prior, _ = l.trail.Known()
	return l.intake.Open(l.source)
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
