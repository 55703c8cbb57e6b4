package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"

	"reconcile/ledger"
)

// A hasher is a digest whose state can be kept.
type hasher = hash.Cloner

// A survey says which bytes of a file are to be read and what their digests
// are, hex SHA-256.
type survey struct {
	end   int64  // of what is read: the last line end of a plain log, else the size
	upTo  string // of the bytes up to end
	whole string // of all bytes
	grown *ledger.Source
	prior hasher // the state behind the bytes that grown ends with
}

// start is the first byte that is read.
func (s survey) start() int64 {
	if s.grown == nil {
		return 0
	}
	return s.grown.End
}

// resume returns a digest of what stands before start.
func (s survey) resume() hasher {
	if s.prior == nil {
		return newHasher()
	}
	return s.prior
}

func newHasher() hasher { return sha256.New().(hasher) }

func sum(h hasher) string { return hex.EncodeToString(h.Sum(nil)) }

// measure hashes the file and finds out whether it is a log that has grown since
// it was last read: then its beginning has the digest that it had, up to the end
// of a line. A log that was rotated, cut or replaced does not, and is read anew.
func (j *job) measure() (err error) {
	s := &j.survey
	s.end = j.in.size
	isLog := j.isLog() && j.in.packing == plain
	if isLog && !j.opts.Final {
		if s.end, err = j.in.lastLineEnd(); err != nil {
			return err
		}
	}
	h, at := newHasher(), int64(0)
	if isLog {
		if at, err = j.matchPrior(h); err != nil {
			return err
		}
	}
	if err := j.digest(h, at, s.end); err != nil {
		return err
	}
	s.upTo = sum(h)
	err = j.digest(h, s.end, j.in.size)
	s.whole = sum(h)
	return err
}

// matchPrior hashes as far as the log was read last time, and returns how far
// that is.
func (j *job) matchPrior(h hasher) (int64, error) {
	prior, found, err := j.ledger.LatestAt(j.ctx, j.file.Account, j.file.Kind, j.file.Path)
	if err != nil || !found || prior.End > j.survey.end || !j.in.endsLine(prior.End) {
		return 0, err
	}
	if err := j.digest(h, 0, prior.End); err != nil {
		return 0, err
	}
	if sum(h) == prior.SHA256 {
		clone, err := h.Clone()
		if err != nil {
			return 0, err
		}
		j.survey.grown, j.survey.prior = &prior, clone
	}
	return prior.End, nil
}

// digest adds the bytes from start to end to h.
func (j *job) digest(h io.Writer, start, end int64) error {
	n, err := io.CopyBuffer(h, &stoppable{j.ctx, j.in.section(start, end)}, make([]byte, 1<<20))
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if err != nil {
		return refuseRead(err)
	}
	if n != end-start {
		return errChanged()
	}
	return nil
}

// compare refuses a file that is not what it was when it was measured. Of a zip
// the members were read, so that the file itself is hashed once more.
func (j *job) compare(tap hasher) error {
	if j.in.packing == zipped {
		if err := j.digest(tap, 0, j.in.size); err != nil {
			return err
		}
	}
	if sum(tap) != j.survey.upTo {
		return errChanged()
	}
	return nil
}

func errChanged() error {
	return &RefusedError{"changed while it was read: run again when nobody writes it"}
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
