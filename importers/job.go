package importers

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"

	"reconcile/importers/files"
	"reconcile/ledger"
)

// A job imports one file.
type job struct {
	ctx    context.Context
	intake *ledger.Intake
	file   File
	opts   Options
	count  func(bytes int64) // reports progress; may be nil
	began  time.Time         // before anything was read

	in      *files.Input
	stat    ledger.Stat // of the file when it was opened
	hasStat bool        // the file system supports it
	digest  fileDigest
	text    files.Part     // of an export, the part that was read last
	enc     files.Encoding // of text

	parts []ledger.Part
	fresh bool // something was read that the ledger did not have
	dirty bool // something was taken in, which a refusal has to roll back
	out   ledger.RunFile
}

// newJob returns the job of the file with an index among those of Import.
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

// open opens the file and takes in what is new of it. Errors: *files.RefusedError; the
// ledger's and the context's.
func (j *job) open() (err error) {
	if j.in, err = files.Open(j.file.Name, j.isExport()); err != nil {
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

// take reads the file unless the ledger has its bytes.
func (j *job) take() error {
	if j.digest.singlePass {
		return j.readSinglePass()
	}
	known, ok, err := j.sameImport(j.digest.upTo)
	if err != nil {
		return err
	}
	if !ok {
		return j.read()
	}
	if stale, err := j.stale(known.Parts...); err != nil || stale {
		return errors.Join(err, j.readAnew())
	}
	j.adopt(known)
	return j.recordStat()
}

// sameImport looks up the import that reading these bytes would repeat. Of an export only
// the last one at its path is that: what earlier bytes say, or bytes at a new path, is
// said again (§3.2).
func (j *job) sameImport(sha256 string) (known ledger.FileContent, ok bool, err error) {
	if j.file.Kind != ledger.Orders {
		return j.intake.FileContent(j.file.Account, j.file.Kind, sha256)
	}
	known, ok, err = j.intake.ExportAt(j.file.Account, j.file.Path)
	return known, ok && known.SameImport(sha256, j.opts.settings()), err
}

// adopt makes the parts that the ledger has of these bytes those of the file. If this
// run read them at this path before it was aborted, they still count as new.
func (j *job) adopt(c ledger.FileContent) {
	j.fresh = c.Fresh && c.Run == j.file.Run && c.Path == j.file.Path
	for _, p := range c.Parts {
		p.Path = j.file.Path + strings.TrimPrefix(p.Path, c.Path)
		j.parts = append(j.parts, p)
	}
}

// stale reports whether a log was read with other keys than the account's, and what these
// may read otherwise is in it.
func (j *job) stale(parts ...ledger.Part) (bool, error) {
	if !j.isLog() {
		return false, nil
	}
	return j.intake.Stale(j.opts.keys(), parts)
}

// readAnew reads all of a log whose bytes are known.
func (j *job) readAnew() error {
	j.digest.prior = nil
	return j.read()
}

// isLog reports whether the file is a log, and not an export, a bill or answers.
func (j *job) isLog() bool { return j.file.Kind == ledger.Notify || j.file.Kind == ledger.Requests }

// isExport reports whether the file is an export or a bill, and no text that holds what
// Alipay sends.
func (j *job) isExport() bool { return !j.isLog() && j.file.Kind != ledger.Answers }

// read takes in what is new of the file.
func (j *job) read() (err error) {
	known, tap := j.digest.resume()
	if j.in.IsWorkbook() {
		err = j.readWorkbook()
	} else {
		err = j.readParts(known, tap)
	}
	if err != nil {
		return err
	}
	if err := j.verify(tap); err != nil {
		return err
	}
	return j.record()
}

// readParts reads a file that is not a workbook. What is read of it is added to tap.
func (j *job) readParts(known ledger.Part, tap hash.Cloner) error {
	parts, err := j.in.Parts(j.digest.start(), j.digest.end, j.isExport())
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
	return nil
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
	s := j.sink(source)
	if err := j.readExport(s, enc, r); err != nil {
		return err
	}
	return j.closeSource(source)
}

// source returns the source of a part, from its first line on.
func (j *job) source(p files.Part) ledger.Source {
	s := ledger.Source{Run: j.file.Run, Account: j.file.Account, Kind: j.file.Kind, Path: j.file.Path, FirstLine: 1}
	if j.file.Kind != ledger.Answers { // which no key of the account signs
		s.Keys = j.opts.keys()
	}
	if p.Name != "" {
		s.Path += "/" + p.Name
	}
	return s
}

// sink returns a sink that opens the source before its first line.
func (j *job) sink(s ledger.Source) *sink {
	return &sink{ctx: j.ctx, intake: j.intake, open: func() error { return j.openSource(s) }}
}

// openSource opens a source. From then on the file is dirty.
func (j *job) openSource(s ledger.Source) error {
	j.dirty = true
	return j.intake.Open(s)
}

// closeSource closes the source of an export or a bill.
func (j *job) closeSource(s ledger.Source) error {
	closed, err := j.intake.Close(s)
	j.parts = append(j.parts, ledger.Part{Path: s.Path, Source: closed.ID})
	j.fresh = true
	return err
}

// report completes the result by what the ledger has of the file, whichever run read
// it. The intake must be settled.
func (j *job) report() error {
	if j.out.Refused != "" {
		return nil
	}
	j.out.Unchanged = !j.fresh
	s, err := j.intake.Summarize(j.parts)
	j.out.Parts, j.out.Counts = j.parts, s.Counts
	j.out.Extra, j.out.Charset, j.out.How = s.Extra, s.Charset, s.How
	j.out.First, j.out.Last = s.First, s.Last
	if j.file.Kind == ledger.Notify && s.BarePosts > 0 && s.Accepted+s.Duplicate+s.Rejected == 0 {
		j.unread(fmt.Sprintf("%d POSTs to notify_url and not one notification: the log has no bodies (nginx writes - for those over client_body_buffer_size), so nobody knows what they said", s.BarePosts))
	}
	if err == nil && j.file.Kind == ledger.Notify && s.Rejected > 0 {
		err = j.weighSignatures()
	}
	return err
}

// weighSignatures makes a file of which more notifications are bad than good one that was
// not read: the key is wrong, old, or the log was altered (§3.1).
func (j *job) weighSignatures() error {
	good, bad, err := j.intake.Signatures(j.parts)
	switch all := good + bad; {
	case err != nil || bad <= good:
	case good == 0:
		j.unread(fmt.Sprintf("none of %d notifications verifies with the key of the account: the key is wrong or was changed, or the log was altered", all))
	default:
		j.unread(fmt.Sprintf("%d of %d notifications do not verify with the key of the account: the key is wrong or was changed, or the log was altered", bad, all))
	}
	return err
}
