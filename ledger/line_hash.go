package ledger

import "reconcile/ledger/internal/store"

// A LineHash is of a line of a log: the first 15 bytes of the SHA-256 of the log's
// text from its beginning to the end of that line. Two logs that have a mark in
// common have all lines up to there in common.
type LineHash [markBytes]byte

const (
	markBytes = 15
	lineBlock = 4096 // lines in a row of line_mark and of line_verdict
	blockSize = lineBlock * markBytes
)

// A hashBuffer holds the marks of the open source that are not written yet.
type hashBuffer struct {
	firstHash []byte // nil where there is none
	marks     []byte // of the lines from line seq * lineBlock of the source on
	seq       int64
}

// HashLine records the mark of the line that is taken in next, once whatever it holds.
func (in *Intake) HashLine(m LineHash) error {
	b := &in.marks
	if b.firstHash == nil {
		b.firstHash = m[:]
	}
	if b.marks = append(b.marks, m[:]...); len(b.marks) < blockSize {
		return nil
	}
	return in.writeHashes()
}

// writeHashes writes a row of marks.
func (in *Intake) writeHashes() error {
	b := &in.marks
	if len(b.marks) == 0 {
		return nil
	}
	_, err := store.Exec(in.ctx, in.db, "line_mark_add", in.source.ID, b.seq, b.marks)
	b.marks = b.marks[:0]
	b.seq++
	return err
}

// writeVerdicts writes what became of each line, where lines have marks.
func (a *applier) writeVerdicts() error {
	if a.marks.firstHash == nil {
		return nil
	}
	for seq, rest := int64(0), a.lineVerdicts(); len(rest) > 0; seq++ {
		n := min(len(rest), lineBlock)
		if _, err := store.Exec(a.ctx, a.db, "line_verdict_add", a.source.ID, seq, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}
