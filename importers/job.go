package importers

import (
	"context"
	"io"
	"strings"
	"time"

	"reconcile/importers/files"
	"reconcile/ledger"
)

// A job is what Import does with one file.
type job struct {
	ctx     context.Context
	intake  *ledger.Intake
	file    File
	opts    Options
	count   func(bytes int64) // tells of progress; nil where nobody asks
	began   time.Time         // before anything was read
	in      *files.Input
	stat    ledger.Stat // of the file as it was opened
	hasStat bool        // the file system says so much
	digest  fileDigest
	parts   []ledger.Part
	fresh   bool       // something was read that the ledger did not know
	dirty   bool       // the intake has something of it
	text    files.Part // of an export, the one that was read last
	enc     files.Encoding
	out     ledger.RunFile
}

// newJob prepares to read the file at a place among the files.
func newJob(ctx context.Context, intake *ledger.Intake, f File, o Options, at int) *job {
	j := &job{ctx: ctx, intake: intake, file: f, opts: o, began: o.now()}
	j.out = ledger.RunFile{Path: f.Path, Kind: f.Kind}
	if o.Progress != nil {
		j.count = func(bytes int64) { o.Progress(at, bytes) }
	}
	return j
}

func (j *job) run() error {
	done, err := j.skipUnchanged()
	if err == nil && !done {
		err = j.open()
	}
	return err
}

// open opens the file and takes in what is new of it.
func (j *job) open() (err error) {
	if j.in, err = files.Open(j.file.Name, !j.isLog()); err != nil {
		return err
	}
	defer j.in.Close()
	j.in.Progress = j.count
	j.stat, j.hasStat = statOf(j.in.Info)
	j.out.Size = j.in.Size()
	if err := j.hash(); err != nil {
		return err
	}
	err = j.take()
	j.out.SHA256 = j.digest.whole
	return err
}

// take takes in the file, unless its bytes are known.
func (j *job) take() error {
	if j.digest.singlePass {
		return j.readOnce()
	}
	known, ok, err := j.intake.Content(j.file.Account, j.file.Kind, j.digest.upTo)
	if err != nil {
		return err
	}
	if !ok {
		return j.read()
	}
	j.adopt(known)
	return j.restamp()
}

// adopt takes what the ledger holds of these bytes. Where this run has read them at
// this very path it was cut off afterwards, and they are still its own.
func (j *job) adopt(c ledger.Content) {
	j.fresh = c.Fresh && c.Run == j.file.Run && c.Path == j.file.Path
	for _, p := range c.Parts {
		p.Path = j.file.Path + strings.TrimPrefix(p.Path, c.Path)
		j.parts = append(j.parts, p)
	}
}

// isLog reports whether the file holds one capture a line.
func (j *job) isLog() bool { return j.file.Kind == ledger.Notify || j.file.Kind == ledger.Requests }

// read brings what is new of the file into the intake.
func (j *job) read() error {
	known, tap := j.digest.resume()
	done, err := j.readWorkbook()
	if err != nil {
		return err
	}
	var parts []files.Part
	if !done {
		parts, err = j.in.Parts(j.digest.start(), j.digest.end, !j.isLog())
	}
	if err != nil {
		return err
	}
	for _, p := range parts {
		if j.isLog() {
			err = j.readLog(p, known, tap)
		} else {
			err = j.readTable(p, tap)
		}
		if err != nil {
			return files.InMember(p.Name, err)
		}
	}
	if err := j.compare(tap); err != nil {
		return err
	}
	return j.keep()
}

// readTable reads one part of an export or a bill as one source.
func (j *job) readTable(p files.Part, tap io.Writer) error {
	enc, err := files.DetectEncoding(p.Reopen)
	if err != nil {
		return files.Refuse(err)
	}
	j.text, j.enc = p, enc
	source := j.source(p)
	source.Charset, source.How = enc.Name, enc.How
	r, err := p.Open(tap)
	if err != nil {
		return err
	}
	defer r.Close()
	f := j.feeder(source)
	if err := j.readExport(f, enc, r); err != nil {
		return err
	}
	done, err := j.intake.Close(source)
	j.parts = append(j.parts, ledger.Part{Path: source.Path, Source: done.ID})
	j.fresh = true
	return err
}

// source describes what is read of a part, from its first line on.
func (j *job) source(p files.Part) ledger.Source {
	s := ledger.Source{Run: j.file.Run, Account: j.file.Account, Kind: j.file.Kind, Path: j.file.Path, FirstLine: 1}
	if p.Name != "" {
		s.Path += "/" + p.Name
	}
	return s
}

// feeder feeds a source that is opened with its first line.
func (j *job) feeder(s ledger.Source) *sink {
	return &sink{ctx: j.ctx, intake: j.intake, open: func() error { return j.openSource(s) }}
}

// openSource opens a source, from which on the intake has something of the file.
func (j *job) openSource(s ledger.Source) error {
	j.dirty = true
	return j.intake.Open(s)
}

// report sums what the ledger holds of the file, whichever run read it. The intake is
// settled.
func (j *job) report() error {
	if j.out.Refused != "" {
		return nil
	}
	j.out.Unchanged = !j.fresh
	s, err := j.intake.Summarize(j.parts)
	j.out.Parts, j.out.Counts = j.parts, s.Counts
	j.out.Extra, j.out.Charset, j.out.How = s.Extra, s.Charset, s.How
	j.out.First, j.out.Last = s.First, s.Last
	return err
}
