package ledger

// A verdict is what became of a line; it is kept with the line's mark.
type verdict byte

const (
	accepted verdict = iota + 1
	duplicate
	rejected
	ignored
)

// add counts one line.
func (c *Counts) add(v verdict) {
	c.Lines++
	switch v {
	case accepted:
		c.Accepted++
	case duplicate:
		c.Duplicate++
	case rejected:
		c.Rejected++
	case ignored:
		c.Ignored++
	}
}

// count gives a line of the open source its verdict.
func (in *Intake) count(line int64, v verdict) {
	in.counts.add(v)
	in.marks.decide(line-in.source.FirstLine, v)
}
