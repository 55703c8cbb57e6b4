package ledger

import "reconcile/ledger/internal/store"

// A Mark is of a line of a log: the first 15 bytes of the SHA-256 of the log's
// text from its beginning to the end of that line. Two logs that have a mark in
// common have all lines up to there in common.
type Mark [markBytes]byte

const (
	markBytes = 15
	lineBlock = 4096 // lines in a row of line_mark and of line_verdict
	blockSize = lineBlock * markBytes
)

// A markBuffer holds the marks of the open source that are not written yet.
type markBuffer struct {
	head  []byte // the first mark; nil where there is none
	marks []byte // of the lines from line seq * lineBlock of the source on
	seq   int64
}

// Mark says by which mark the line is known that is taken in next.
func (in *Intake) Mark(m Mark) error {
	b := &in.marks
	if b.head == nil {
		b.head = m[:]
	}
	if b.marks = append(b.marks, m[:]...); len(b.marks) < blockSize {
		return nil
	}
	return in.writeMarks()
}

// writeMarks writes a row of marks.
func (in *Intake) writeMarks() error {
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
func (t *settler) writeVerdicts() error {
	if t.marks.head == nil {
		return nil
	}
	for seq, rest := int64(0), t.verdicts; len(rest) > 0; seq++ {
		n := min(len(rest), lineBlock)
		if _, err := store.Exec(t.ctx, t.db, "line_verdict_add", t.source.ID, seq, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}
