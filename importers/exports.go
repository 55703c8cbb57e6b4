package importers

import "io"

// readExport reads the records of an export.
func (j *job) readExport(f *feeder, enc Encoding, r io.Reader) error {
	return hand(f, ReadOrders(enc.NewReader(r), j.opts.Columns), f.order)
}
