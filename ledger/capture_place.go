package ledger

import (
	"encoding/binary"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A place is where a capture stands in a source; a line that holds none, or one, is the
// first capture of itself.
type place struct {
	line int64
	no   int64 // of the capture in its line, from 1
	at   int64 // of its verdict among those of the captures that are not the first of their line
}

// captureBits is how much of a key the number of a capture in its line takes.
const captureBits = 24

// errCrowded is never seen in a file: lines have a greatest length.
var errCrowded = words.Errorf("more captures than a line can hold")

// key orders the captures of a source.
func (p place) key() uint64 { return uint64(p.line)<<captureBits | uint64(p.no) }

// place appends a place.
func (*rowBuffer) place(b []byte, p place) []byte {
	b = binary.AppendVarint(binary.AppendVarint(b, p.line), p.no)
	if p.no > 1 {
		b = binary.AppendVarint(b, p.at)
	}
	return b
}

func (r *rowReader) place() (p place) {
	p.line, p.no = r.number(), r.number()
	if p.no > 1 {
		p.at = r.number()
	}
	return p
}

// next returns the place of the next capture, which stands in a line. Lines come in order.
func (o *openSource) next(line int64) place {
	if line == o.at.line {
		o.at.no, o.at.at = o.at.no+1, int64(len(o.further))
		o.further = append(o.further, byte(waiting))
		return o.at
	}
	o.at = place{line: line, no: 1}
	o.lines++
	for int64(len(o.verdicts)) <= line-o.source.FirstLine {
		o.verdicts = append(o.verdicts, byte(waiting))
	}
	return o.at
}

// firstShift is where a byte of verdicts has that of the first capture.
const firstShift = 4

// count gives a capture its verdict, and its line the first of rejected, accepted,
// duplicate and ignored that one of its captures is (§3.1).
func (o *openSource) count(p place, v verdict) {
	n := p.line - o.source.FirstLine
	was := verdict(o.verdicts[n] & (1<<firstShift - 1))
	if p.no == 1 {
		o.verdicts[n] = byte(v)<<firstShift | byte(was)
	} else {
		o.further[p.at] = byte(v)
	}
	if was == waiting {
		o.counts.add(v, 1)
	} else if v = was.join(v); v != was {
		o.counts.add(was, -1)
		o.counts.add(v, 1)
	}
	o.verdicts[n] = o.verdicts[n]&^(1<<firstShift-1) | byte(v)
}

// verdict is what became of a capture of the open source.
func (o *openSource) verdict(p place) verdict {
	if p.no > 1 {
		return verdict(o.further[p.at])
	}
	return verdict(o.verdicts[p.line-o.source.FirstLine] >> firstShift)
}

// join is what becomes of a line that holds captures of both verdicts.
func (v verdict) join(w verdict) verdict {
	for _, first := range []verdict{rejected, accepted, duplicate} {
		if v == first || w == first {
			return first
		}
	}
	return ignored
}

// lineVerdicts are those of the lines of the open source, a byte each; that of the first
// captures is lost.
func (o *openSource) lineVerdicts() []byte {
	for i := range o.verdicts {
		o.verdicts[i] &= 1<<firstShift - 1
	}
	return o.verdicts
}

// keepFurther records how many captures of the open source are not the first of their line.
func (in *Intake) keepFurther() error {
	if in.marks.firstHash == nil {
		return nil
	}
	_, err := store.Exec(in.ctx, in.db, "source_further", len(in.further), in.source.ID)
	return err
}

// crowded is an error where a capture has a number that a key does not hold.
func (p place) crowded() error {
	if p.no < 1<<captureBits {
		return nil
	}
	return words.Errorf("line %d: %w", p.line, errCrowded)
}
