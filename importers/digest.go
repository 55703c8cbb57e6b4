package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"reconcile/importers/files"
	"reconcile/ledger"
)

// A fileDigest says which bytes of a file are to be read and what their digests
// are, hex SHA-256.
type fileDigest struct {
	end        int64  // of what is read: the last line end of a plain log, else the size
	upTo       string // of the bytes up to end
	whole      string // of all bytes
	singlePass bool   // both are known once the file was read

	// What is known of a plain log that has grown since it was last read here.
	known ledger.Content
	prior hash.Cloner // of those bytes; nil where nothing is known
}

// start is the first byte that is read.
func (s *fileDigest) start() int64 {
	if s.prior == nil {
		return 0
	}
	return s.known.Bytes
}

// part is what is known of the log, and a digest that goes on behind it.
func (s *fileDigest) resume() (ledger.Part, hash.Cloner) {
	if s.prior == nil {
		return ledger.Part{}, newDigest()
	}
	return s.known.Parts[0], s.prior
}

// newDigest is a SHA-256 whose state can be kept.
func newDigest() hash.Cloner { return sha256.New().(hash.Cloner) }

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// hash finds out which bytes are to be read, and hashes the file. The unfinished
// last line of a plain log is left for
// the next run, unless this one is told that there will be none.
func (j *job) hash() (err error) {
	s := &j.digest
	s.end = j.in.Size()
	if !j.mayEndAnywhere() {
		if s.end, err = j.in.LastLineEnd(); err != nil {
			return err
		}
	}
	once, err := j.readsOnce()
	if err != nil {
		return err
	}
	if once {
		j.postpone()
		return nil
	}
	return j.hashAll()
}

// hashAll hashes the file before it is read.
func (j *job) hashAll() error {
	s := &j.digest
	h := newDigest()
	at, err := j.matchPrior(h)
	if err != nil {
		return err
	}
	if err := j.add(h, at, s.end); err != nil {
		return err
	}
	s.upTo = sum(h)
	err = j.add(h, s.end, j.in.Size())
	s.whole = sum(h)
	return err
}

// matchPrior hashes as far as a plain log was read last time, and returns how far
// that is. A log that was rotated, cut or replaced does not begin with what was
// read here, and is followed line by line.
func (j *job) matchPrior(h hash.Cloner) (int64, error) {
	if !j.isLog() || j.in.Packing != files.Plain {
		return 0, nil
	}
	known, ok, err := j.intake.ContentAt(j.file.Account, j.file.Kind, j.file.Path)
	if err != nil || !ok || known.Bytes > j.digest.end || !j.in.EndsLine(known.Bytes) {
		return 0, err
	}
	if err := j.add(h, 0, known.Bytes); err != nil {
		return 0, err
	}
	if sum(h) == known.SHA256 {
		prior, err := h.Clone()
		if err != nil {
			return 0, err
		}
		j.digest.known, j.digest.prior = known, prior
	}
	return known.Bytes, nil
}

// mayEndAnywhere reports whether what has no line end at its end is whole.
func (j *job) mayEndAnywhere() bool { return !j.isLog() || j.in.Packing != files.Plain || j.opts.Final }

// add adds the bytes from start to end to h.
func (j *job) add(h io.Writer, start, end int64) error {
	n, err := io.CopyBuffer(h, &stoppable{j.ctx, j.in.Section(start, end)}, make([]byte, 1<<20))
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if err != nil {
		return files.Refuse(err)
	}
	if n != end-start {
		return errChanged()
	}
	return nil
}

// compare refuses a file that is not what it was when it was measured. Of a zip
// the members were read, so that the file itself is hashed once more.
func (j *job) compare(tap hash.Cloner) error {
	if j.digest.singlePass {
		return j.verifyUnchanged(tap)
	}
	if j.in.Packing == files.Zip {
		if err := j.add(tap, 0, j.in.Size()); err != nil {
			return err
		}
	}
	if sum(tap) != j.digest.upTo {
		return errChanged()
	}
	return nil
}

func errChanged() error {
	return &files.RefusedError{Reason: "changed while it was read: run again when nobody writes it"}
}

// A stoppable ends a stream when its context is done.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// readsOnce reports whether the file is measured while it is read, because nothing
// that was read before can have its bytes: it is as long as no other, and no log
// that may have grown. What has changed just now may change again, and is measured
// beforehand; so are archives, whose members are read in an order of their own.
func (j *job) readsOnce() (bool, error) {
	if j.in.Packing == files.Zip || !j.hasStat || !settled(j.stat, j.began) {
		return false, nil
	}
	if j.isLog() && j.in.Packing == files.Plain {
		if _, known, err := j.intake.ContentAt(j.file.Account, j.file.Kind, j.file.Path); known || err != nil {
			return false, err
		}
	}
	known, err := j.intake.HasContent(j.file.Account, j.file.Kind, j.digest.end)
	return !known && err == nil, err
}

// postpone leaves the digests to conclude. Whoever asks for progress sees the
// file as measured.
func (j *job) postpone() {
	j.digest.singlePass = true
	if j.count != nil {
		j.count(j.in.Size())
	}
}

// readOnce reads the file. Of one that is refused in the middle the digest is
// reported all the same.
func (j *job) readOnce() error {
	err := j.read()
	var refused *files.RefusedError
	if !errors.As(err, &refused) {
		return err
	}
	if again := j.hashAll(); again != nil {
		return again
	}
	return err
}

// verifyUnchanged takes the digest of what was read for that of the file. Where the file
// system says that the file has changed meanwhile, as a log does that grows, its
// bytes must still be those that were read.
func (j *job) verifyUnchanged(tap hash.Cloner) error {
	s := &j.digest
	s.upTo = sum(tap)
	info, err := j.in.Stat()
	if err != nil {
		return err
	}
	if now, _ := statOf(info); now != j.stat {
		if err := j.verifyBytes(); err != nil {
			return err
		}
	}
	if err := j.add(tap, s.end, j.in.Size()); err != nil {
		return err
	}
	s.whole = sum(tap)
	return nil
}

// verifyBytes refuses a file whose bytes are not those that were read, or an export
// whose charset was found in others.
func (j *job) verifyBytes() error {
	again := newDigest()
	if err := j.add(again, 0, j.digest.end); err != nil {
		return err
	}
	same := sum(again) == j.digest.upTo
	if same && !j.isLog() {
		enc, err := files.DetectEncoding(j.text.Reopen)
		same = err == nil && enc == j.enc
	}
	if !same {
		return errChanged()
	}
	return nil
}
