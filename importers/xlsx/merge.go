package xlsx

import (
	"bytes"
	"io"
	"slices"
)

// maxMerges is how many merged cells a sheet may have.
const maxMerges = 1 << 20

// A Merge is a rectangle of cells that are merged into one, which has the content of the
// first: rows and columns from 1, both ends included.
type Merge struct {
	Top, Bottom int64
	Left, Right int
}

// Merges returns the merged cells of a sheet, by its index in Sheets, in the order of
// their first rows. They stand behind the rows in a file, so the sheet is unpacked once
// more for them. Errors: those of Rows; *DamagedError for what is no rectangle of cells.
func (b *Book) Merges(sheet int) ([]Merge, error) {
	if found, known := b.merges[sheet]; known {
		return found, nil
	}
	has, err := b.mentions(sheet, "mergeCells")
	if err != nil {
		return nil, inPart(err, b.files[sheet].Name)
	}
	var found []Merge
	if has {
		if found, err = b.readMerges(sheet); err != nil {
			return nil, err
		}
	}
	b.merges[sheet] = found
	return found, nil
}

// mentions reports whether the text of a sheet holds a name: nearly all sheets have no
// merged cells, and need not be read for them.
func (b *Book) mentions(sheet int, name string) (bool, error) {
	raw, err := openPart(b.files[sheet])
	if err != nil {
		return false, err
	}
	buf := make([]byte, firstBuffer)
	for kept := 0; ; {
		n, err := raw.Read(buf[kept:])
		if bytes.Contains(buf[:kept+n], []byte(name)) {
			return true, nil
		}
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		kept = copy(buf, buf[max(0, kept+n-len(name)):kept+n])
	}
}

// readMerges reads the list behind the rows of a sheet.
func (b *Book) readMerges(sheet int) ([]Merge, error) {
	var found []Merge
	err := b.archive.read(b.files[sheet], spreadsheet, "worksheet", func(s *scanner) error {
		return s.each(func() error {
			if !s.is(spreadsheet, "mergeCells") {
				return s.skip()
			}
			return s.each(func() error {
				m, ok := mergeOf(s.value("ref"))
				if !ok || !s.is(spreadsheet, "mergeCell") {
					return s.wrong("has merged cells %q that are no cells", s.value("ref"))
				}
				if found = append(found, m); len(found) > maxMerges {
					return unsupported("more than %d merged cells in one sheet: save it as CSV", maxMerges)
				}
				return s.skip()
			})
		})
	})
	slices.SortStableFunc(found, func(x, y Merge) int { return int(x.Top - y.Top) })
	return found, err
}

// mergeOf parses "A2:A4".
func mergeOf(ref []byte) (m Merge, ok bool) {
	first, last, two := bytes.Cut(ref, []byte(":"))
	if m.Left, m.Top, ok = reference(first); !ok {
		return m, false
	}
	if m.Right, m.Bottom, ok = m.Left, m.Top, true; two {
		m.Right, m.Bottom, ok = reference(last)
	}
	return m, ok && m.Right >= m.Left && m.Bottom >= m.Top && m.Right <= maxColumns && m.Bottom <= maxRows
}
