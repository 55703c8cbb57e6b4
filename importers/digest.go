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

// A fileDigest is which bytes of a file are read, and their digests in hex SHA-256.
type fileDigest struct {
	end        int64  // of the bytes to read: after the last line end of a plain log, else the size
	upTo       string // of the bytes up to end
	whole      string // of all bytes
	singlePass bool   // both are computed while the file is read

	known ledger.FileContent // of a plain log that has grown, what was read of it before
	prior hash.Cloner        // of these bytes; nil if there are none
}

// start returns the offset of the first byte to read.
func (s *fileDigest) start() int64 {
	if s.prior == nil {
		return 0
	}
	return s.known.Bytes
}

// resume returns what was read of the log before, and a digest to continue with.
func (s *fileDigest) resume() (ledger.Part, hash.Cloner) {
	if s.prior == nil {
		return ledger.Part{}, newDigest()
	}
	return s.known.Parts[0], s.prior
}

// newDigest returns a SHA-256 whose state can be cloned.
func newDigest() hash.Cloner { return sha256.New().(hash.Cloner) }

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// hash decides which bytes to read and hashes the file, unless that can be done while
// it is read.
func (j *job) hash() error {
	if err := j.setEnd(); err != nil {
		return err
	}
	once, err := j.maySinglePass()
	if err != nil {
		return err
	}
	if once {
		j.deferHash()
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
	if err := j.hashRange(h, at, s.end); err != nil {
		return err
	}
	s.upTo = sum(h)
	err = j.hashRange(h, s.end, j.in.Size())
	s.whole = sum(h)
	return err
}

// matchPrior adds the bytes of a plain log that were read last time to h and returns
// their number. A log that was rotated, truncated or replaced has other bytes; its
// lines are compared one by one when it is read.
func (j *job) matchPrior(h hash.Cloner) (int64, error) {
	if !j.isLog() || !j.in.ReadsOn() {
		return 0, nil
	}
	known, ok, err := j.intake.FileContentAt(j.file.Account, j.file.Kind, j.file.Path)
	if err != nil || !ok || known.Bytes > j.digest.end || !j.in.EndsLine(known.Bytes) {
		return 0, err
	}
	if err := j.hashRange(h, 0, known.Bytes); err != nil {
		return 0, err
	}
	stale, err := j.stale(known.Parts...)
	if err != nil {
		return 0, err
	}
	if sum(h) == known.SHA256 && !stale {
		prior, err := h.Clone()
		if err != nil {
			return 0, err
		}
		j.digest.known, j.digest.prior = known, prior
	}
	return known.Bytes, nil
}

// hashRange adds the bytes from start to end to h.
func (j *job) hashRange(h io.Writer, start, end int64) error {
	size := max(1, min(end-start, 1<<20))
	n, err := io.CopyBuffer(h, &stoppable{j.ctx, j.in.Section(start, end)}, make([]byte, size))
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

// verify refuses a file that has changed since it was hashed; tap has hashed what was
// read. Of a zip archive the members were read, so the file is hashed once more.
func (j *job) verify(tap hash.Cloner) error {
	if j.digest.singlePass {
		return j.verifyUnchanged(tap)
	}
	if j.in.Packing == files.Zip {
		if err := j.hashRange(tap, 0, j.in.Size()); err != nil {
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

// A stoppable is a reader that fails when its context is done.
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

// maySinglePass reports whether the file can be hashed while it is read, because it
// cannot be one that was read before: no such file has its size, and it is not a log
// that may have grown. A file that has changed just now may change again, and an
// archive is not read in the order of its bytes: both are hashed first.
func (j *job) maySinglePass() (bool, error) {
	if j.in.Packing == files.Zip || !j.hasStat || !settled(j.stat, j.began) {
		return false, nil
	}
	if j.isLog() && j.in.ReadsOn() {
		if _, known, err := j.intake.FileContentAt(j.file.Account, j.file.Kind, j.file.Path); known || err != nil {
			return false, err
		}
	}
	if j.file.Kind == ledger.Orders {
		_, known, err := j.intake.ExportAt(j.file.Account, j.file.Path)
		return !known && err == nil, err
	}
	known, err := j.intake.HasFileOfSize(j.file.Account, j.file.Kind, j.digest.end)
	return !known && err == nil, err
}

// deferHash leaves the digests to verifyUnchanged. For the progress the file counts as
// hashed.
func (j *job) deferHash() {
	j.digest.singlePass = true
	if j.count != nil {
		j.count(j.in.Size())
	}
}

// readSinglePass reads the file and hashes it at the same time. If it is refused, it is
// hashed on its own, because its result has the digest too.
func (j *job) readSinglePass() error {
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

// verifyUnchanged makes the digest of what was read that of the file. If the file system
// reports a change, as of a log that has grown, the bytes that were read must still be
// the same.
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
	if err := j.hashRange(tap, s.end, j.in.Size()); err != nil {
		return err
	}
	s.whole = sum(tap)
	return nil
}

// verifyBytes refuses a file whose bytes are not those that were read, or an export
// whose charset was detected from other bytes.
func (j *job) verifyBytes() error {
	again := newDigest()
	if err := j.hashRange(again, 0, j.digest.end); err != nil {
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
