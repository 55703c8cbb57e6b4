package importers

import (
	"context"
	"errors"
	"fmt"
	"io"

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
	root   int64 // the source of the first part; 0 before it is read
	out    ledger.RunFile
}

func (j *job) run() (err error) {
	if j.in, err = openInput(j.file.Name, !j.isLog()); err != nil {
		return err
	}
	defer j.in.file.Close()
	j.out.Size = j.in.size
	if err := j.measure(); err != nil {
		return err
	}
	j.out.SHA256 = j.survey.whole
	known, err := j.sources(j.survey.upTo)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		j.out.Unchanged = j.isUnchanged(known[len(known)-1])
		j.report(known)
		return nil
	}
	if err := j.read(); err != nil {
		return err
	}
	known, err = j.sources(j.survey.upTo)
	j.report(known)
	return err
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
	parts, err := j.in.parts(j.survey.start(), j.survey.end, !j.isLog())
	if err != nil {
		return err
	}
	tap := j.survey.resume()
	for _, p := range parts {
		if err := j.readPart(intake, p, tap); err != nil {
			return memberError(p.name, err)
		}
	}
	return j.compare(tap)
}

// readPart reads one part as one source.
func (j *job) readPart(intake *ledger.Intake, p part, tap hasher) error {
	source := j.source(p)
	read := j.readLog
	if !j.isLog() {
		enc, err := DetectEncoding(p.reopen)
		if err != nil {
			return refuseRead(err)
		}
		source.Charset, source.How = enc.Name, enc.How
		read = func(f *feeder, r io.Reader) error { return j.readExport(f, enc, r) }
	}
	if err := intake.Open(source); err != nil {
		return err
	}
	r, err := p.open(tap)
	if err != nil {
		return err
	}
	defer r.Close()
	f := &feeder{ctx: j.ctx, intake: intake, first: source.FirstLine}
	if err := read(f, r); err != nil {
		return err
	}
	source.Extra = f.extra
	if source, err = intake.Close(source); err != nil {
		return err
	}
	j.root = source.Root
	return nil
}

// readLog reads the lines of a log.
func (j *job) readLog(f *feeder, r io.Reader) error {
	if j.file.Kind == ledger.Requests {
		return hand(f, ReadRequests(r, j.opts.Charset, j.opts.Partner), f.request)
	}
	return hand(f, ReadNotifyLog(r, j.opts.Verifier), f.notify)
}

// source describes a part before it is read.
func (j *job) source(p part) ledger.Source {
	s := ledger.Source{
		Root: j.root, Run: j.file.Run, Account: j.file.Account, Kind: j.file.Kind, Path: j.file.Path,
		SHA256: j.survey.upTo, Start: j.survey.start(), End: j.survey.end, FirstLine: 1,
	}
	if p.name != "" {
		s.Path += "/" + p.name
	}
	if prev := j.survey.grown; prev != nil {
		s.Root, s.FirstLine = prev.Root, prev.LastLine()+1
	}
	return s
}
