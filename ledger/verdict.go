package ledger

// A verdict is what became of a line; it is kept with the line's mark.
type verdict byte

const (
	waiting verdict = iota // for the verdict, which is decided when the source is closed
	accepted
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

// wait makes room for the verdict on a line of the open source.
func (o *opened) wait(line int64) {
	for int64(len(o.verdicts)) <= line-o.source.FirstLine {
		o.verdicts = append(o.verdicts, byte(waiting))
	}
}

// count gives a line of the open source its verdict.
func (o *opened) count(line int64, v verdict) {
	o.counts.add(v)
	o.wait(line)
	o.verdicts[line-o.source.FirstLine] = byte(v)
}

// verdict is what became of a line of the open source.
func (o *opened) verdict(line int64) verdict { return verdict(o.verdicts[line-o.source.FirstLine]) }
