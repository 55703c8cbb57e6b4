package importers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A File is one file to import.
type File struct {
	Account int64
	Kind    ledger.Kind
	Path    string // as it is shown
	Name    string // as it is opened
	Run     int64
}

// Options say how a file is to be read.
type Options struct {
	Charset  alipay.Charset    // of requests that name none
	Partner  string            // whose requests they are
	Verifier alipay.Verifier   // nil: notifications need no signature
	Columns  map[string]string // of exports: field to header; see Fields
	Final    bool              // the last line of a log is whole, though no line end follows

	// Progress is told how many more bytes of the file were read: each once to
	// measure the file, and once more to take in what is new. It is told on one
	// goroutine at a time, which need not be the caller's. Nil: nobody asks.
	Progress func(bytes int64)
}

// Import reads a file into the ledger: all of it, what a log has grown by, or
// nothing where its bytes are known. A file is in the ledger whole or not at
// all, and importing it again changes nothing (§3.5).
//
// What is wrong with the file is not an error but said in Refused. Errors: the
// ledger's, and the context's.
func Import(ctx context.Context, l *ledger.Ledger, f File, o Options) (ledger.RunFile, error) {
	j := &job{ctx: ctx, ledger: l, file: f, opts: o}
	j.out = ledger.RunFile{Path: f.Path, Kind: f.Kind}
	err := j.run()
	var refused *RefusedError
	if errors.As(err, &refused) {
		j.out.Refused = refused.Reason
		return j.out, nil
	}
	if err != nil {
		return ledger.RunFile{}, fmt.Errorf("import %s: %w", f.Path, err)
	}
	return j.out, nil
}

// A job is one call of Import.
type job struct {
	ctx    context.Context
	ledger *ledger.Ledger
	file   File
	opts   Options
	in     *input
	survey survey
	parts  []ledger.Part
	fresh  bool // something was read that the ledger did not know
	out    ledger.RunFile
}

func (j *job) run() (err error) {
	if j.in, err = openInput(j.file.Name, !j.isLog()); err != nil {
		return err
	}
	defer j.in.file.Close()
	j.in.progress = j.opts.Progress
	j.out.Size = j.in.size
	if err := j.measure(); err != nil {
		return err
	}
	j.out.SHA256 = j.survey.whole
	known, ok, err := j.ledger.Content(j.ctx, j.file.Account, j.file.Kind, j.survey.upTo)
	if err != nil {
		return err
	}
	if ok {
		j.know(known)
	} else if err := j.read(); err != nil {
		return err
	}
	j.out.Unchanged = !j.fresh
	return j.report()
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
	return intake.Keep(ledger.Content{SHA256: j.survey.upTo, Bytes: j.survey.end, Account: j.file.Account, Kind: j.file.Kind,
		Path: j.file.Path, Run: j.file.Run, Fresh: j.fresh, Parts: j.parts})
}

// readTable reads one part of an export or a bill as one source.
func (j *job) readTable(intake *ledger.Intake, p part, tap io.Writer) error {
	enc, err := DetectEncoding(p.reopen)
	if err != nil {
		return refuseRead(err)
	}
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
