package importers

// A table is where the records of an export come from: lines of text, or the
// rows of a sheet.
type table interface {
	// next returns the next record. Errors: io.EOF after the last one.
	next() (record, error)
	// readings calls take with each way to read a record as cells, until take
	// returns true. Records behind it are read that way.
	readings(rec record, take func(cells []string) bool)
}

// readings tries one delimiter after the other.
func (rr *recordReader) readings(rec record, take func(cells []string) bool) {
	for _, comma := range []rune{',', '\t', ';'} {
		rr.split(comma)
		if cells, err := rr.parse(rec.raw); err == nil && take(cells) {
			return
		}
	}
	rr.split(',')
}
