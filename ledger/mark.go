package ledger

// A Mark is of a line of a log: the first 15 bytes of the SHA-256 of the log's
// text from its beginning to the end of that line. Two logs that have a mark in
// common have all lines up to there in common.
type Mark [markBytes]byte

const (
	markBytes  = 15
	entryBytes = markBytes + 1 // a mark and the verdict on its line
	lineBlock  = 4096          // entries in a row of line_mark
	blockSize  = lineBlock * entryBytes
)

// A markBuffer holds the entries of the open source that are not written yet.
type markBuffer struct {
	head    []byte // the first mark; nil where there is none
	entries []byte // of the lines from line seq * lineBlock of the source on
	seq     int64
}

func (b *markBuffer) add(m Mark) {
	if b.head == nil {
		b.head = m[:]
	}
	b.entries = append(append(b.entries, m[:]...), 0)
}

// decide sets the verdict on a line, counted from 0 at the source's first. Lines
// without a mark have no entry.
func (b *markBuffer) decide(line int64, v verdict) {
	if at := (line-b.seq*lineBlock)*entryBytes + markBytes; at < int64(len(b.entries)) {
		b.entries[at] = byte(v)
	}
}

// Mark says by which mark the line is known that is taken in next.
func (in *Intake) Mark(m Mark) { in.marks.add(m) }

// roll keeps the marks of a log in which little stands from gathering: what they
// wait for is settled first.
func (in *Intake) roll() error {
	switch {
	case len(in.marks.entries) < 16*blockSize:
		return nil
	case len(in.block) > 0:
		return in.settle()
	}
	return in.writeMarks(false)
}

// writeMarks writes the entries in full rows, and the rest of them where they are
// the last. Every line that has one must have its verdict.
func (in *Intake) writeMarks(last bool) error {
	b := &in.marks
	for len(b.entries) >= blockSize || last && len(b.entries) > 0 {
		n := min(len(b.entries), blockSize)
		if _, err := exec(in.ctx, in.db, "line_mark_add", in.source.ID, b.seq, b.entries[:n]); err != nil {
			return err
		}
		b.entries = b.entries[:copy(b.entries, b.entries[n:])]
		b.seq++
	}
	return nil
}
