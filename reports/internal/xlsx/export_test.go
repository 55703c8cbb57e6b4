package xlsx

// AppendChecksum is the checksum of two pieces of data, one behind the other.
func AppendChecksum(first, second uint32, size int64) uint32 { return crcAppend(first, second, size) }

// CompressRows compresses chunks of rows into a file in dir and returns what went
// wrong.
func CompressRows(dir string, chunks ...[]byte) error {
	pool := newCompressPool()
	defer pool.end()
	c, err := newCompressor(dir, "rows", pool)
	if err != nil {
		return err
	}
	defer c.file.Close()
	for _, rows := range chunks {
		if _, err := c.add(rows); err != nil {
			return err
		}
	}
	return c.end()
}

// RowOf is a row whose one cell holds text from outside, and that text as the
// cell shows it.
func RowOf(text string) (row []byte, shown string) {
	shown = CellText(text, "… (cut; whole text in findings.jsonl)")
	row = appendText([]byte(`<row r="1"><c r="A1" s="1"`), shown)
	return append(row, `</row>`...), shown
}
