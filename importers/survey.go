package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// A survey says which bytes of a file are to be read and what their digests
// are, hex SHA-256.
type survey struct {
	end   int64  // of what is read: the last line end of a plain log, else the size
	upTo  string // of the bytes up to end
	whole string // of all bytes
}

func sum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// measure hashes the file. The unfinished last line of a plain log is left for
// the next run, unless this one is told that there will be none.
func (j *job) measure() (err error) {
	s := &j.survey
	s.end = j.in.size
	if !j.mayEndAnywhere() {
		if s.end, err = j.in.lastLineEnd(); err != nil {
			return err
		}
	}
	h := sha256.New()
	if err := j.digest(h, 0, s.end); err != nil {
		return err
	}
	s.upTo = sum(h)
	err = j.digest(h, s.end, j.in.size)
	s.whole = sum(h)
	return err
}

// mayEndAnywhere tells whether what has no line end at its end is whole.
func (j *job) mayEndAnywhere() bool { return !j.isLog() || j.in.packing != plain || j.opts.Final }

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
func (j *job) compare(tap hash.Hash) error {
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
