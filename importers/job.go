package importers

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"reconcile/ledger"
)

// A job is one call of Import.
type job struct {
	ctx    context.Context
	ledger *ledger.Ledger
	file   File
	opts   Options
	began  time.Time // before anything was read
	in     *input
	survey survey
	parts  []ledger.Part
	fresh  bool // something was read that the ledger did not know
	text   part // of an export, the one that was read last
	enc    Encoding
	out    ledger.RunFile
}

func (j *job) run() error {
	done, err := j.recall()
	if err == nil && !done {
		err = j.open()
	}
	if err != nil {
		return err
	}
	j.out.Unchanged = !j.fresh
	return j.report()
}

// open opens the file and takes in what is new of it.
func (j *job) open() (err error) {
	if j.in, err = openInput(j.file.Name, !j.isLog()); err != nil {
		return err
	}
	defer j.in.file.Close()
	j.in.progress = j.opts.Progress
	j.out.Size = j.in.size
	if err := j.measure(); err != nil {
		return err
	}
	err = j.take()
	j.out.SHA256 = j.survey.whole
	return err
}

// take takes in the file, unless its bytes are known.
func (j *job) take() error {
	if j.survey.once {
		return j.readOnce()
	}
	known, ok, err := j.ledger.Content(j.ctx, j.file.Account, j.file.Kind, j.survey.upTo)
	if err != nil {
		return err
	}
	if !ok {
		return j.read()
	}
	j.know(known)
	return j.restamp()
}

// know takes what the ledger holds of these bytes. Where this run has read them at
// this very path it was cut off afterwards, and they are still its own.
func (j *job) know(c ledger.Content) {
	j.fresh = c.Fresh && c.Run == j.file.Run && c.Path == j.file.Path
	for _, p := range c.Parts {
		p.Path = j.file.Path + strings.TrimPrefix(p.Path, c.Path)
		j.parts = append(j.parts, p)
	}
}

// isLog tells whether the file holds one capture a line.
func (j *job) isLog() bool { return j.file.Kind == ledger.Notify || j.file.Kind == ledger.Requests }

// read brings what is new of the file into the ledger, in one transaction.
func (j *job) read() error {
	intake, err := j.ledger.Begin(j.ctx)
	if err != nil {
		return err
	}
	if err := j.readParts(intake); err != nil {
		back := intake.Rollback()
		if stopped := j.ctx.Err(); stopped != nil {
			return stopped // which has rolled back already
		}
		if back != nil {
			return fmt.Errorf("roll back after %q: %w", err, back)
		}
		return err
	}
	return intake.Commit()
}

func (j *job) readParts(intake *ledger.Intake) error {
	known, tap := j.survey.resume()
	done, err := j.readWorkbook(intake)
	if err != nil {
		return err
	}
	var parts []part
	if !done {
		parts, err = j.in.parts(j.survey.start(), j.survey.end, !j.isLog())
	}
	if err != nil {
		return err
	}
	for _, p := range parts {
		if j.isLog() {
			err = j.readLog(intake, p, known, tap)
		} else {
			err = j.readTable(intake, p, tap)
		}
		if err != nil {
			return memberError(p.name, err)
		}
	}
	if err := j.compare(tap); err != nil {
		return err
	}
	return j.keep(intake)
}

// readTable reads one part of an export or a bill as one source.
func (j *job) readTable(intake *ledger.Intake, p part, tap io.Writer) error {
	enc, err := DetectEncoding(p.reopen)
	if err != nil {
		return refuseRead(err)
	}
	j.text, j.enc = p, enc
	source := j.source(p)
	source.Charset, source.How = enc.Name, enc.How
	if err := intake.Open(source); err != nil {
		return err
	}
	r, err := p.open(tap)
	if err != nil {
		return err
	}
	defer r.Close()
	f := &feeder{ctx: j.ctx, intake: intake}
	if err := j.readExport(f, enc, r); err != nil {
		return err
	}
	done, err := intake.Close(source)
	j.parts = append(j.parts, ledger.Part{Path: source.Path, Source: done.ID})
	j.fresh = true
	return err
}

// source describes what is read of a part, from its first line on.
func (j *job) source(p part) ledger.Source {
	s := ledger.Source{Run: j.file.Run, Account: j.file.Account, Kind: j.file.Kind, Path: j.file.Path, FirstLine: 1}
	if p.name != "" {
		s.Path += "/" + p.name
	}
	return s
}

// report sums what the ledger holds of the file, whichever run read it.
func (j *job) report() error {
	s, err := j.ledger.Summarize(j.ctx, j.parts)
	j.out.Parts, j.out.Counts = j.parts, s.Counts
	j.out.Extra, j.out.Charset, j.out.How = s.Extra, s.Charset, s.How
	j.out.First, j.out.Last = s.First, s.Last
	return err
}
