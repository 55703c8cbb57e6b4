package xlsx

import (
	"errors"
	"strconv"
)

// chunkSize is how much of a sheet is compressed at a time: large enough to
// compress well, small enough to stay in a processor's cache. Blocks end where
// this sends them, whatever the number of cores.
const chunkSize = 512 << 10

// rows writes the rows of a sheet as the format has them (ECMA-376, 18.3.1.73
// and 18.3.1.4) and compresses them in chunks of whole rows.
type rows struct {
	compressor *compressor
	styles     *cellStyles
	columns    []columnEncoder
	buf        []byte
	number     []byte // of the current row, as it is written
	height     height
	size       int64  // of what was compressed
	empty      string // the rest of a cell without a value
}

// newRows begins the rows of columns of these widths.
func newRows(c *compressor, styles *cellStyles, widths []float64, note string) *rows {
	r := &rows{compressor: c, styles: styles, empty: `/>`}
	for i, width := range widths {
		r.columns = append(r.columns, columnEncoder{begin: `<c r="` + ColumnName(i), width: width, note: note})
	}
	return r
}

// firstRow is the first row of a sheet, which is packed with what precedes it. Its
// empty cells have an end tag of their own, as they had when excelize wrote them.
func firstRow(styles *cellStyles, cellStyles []Style, cells []Cell, height float64) ([]byte, error) {
	r := newRows(nil, styles, make([]float64, len(cells)), "")
	r.empty = `></c>`
	err := r.add(1, cellStyles, cells, height)
	return r.buf, err
}

// add writes one row of these cells, at least this high in points. Rows whose
// wrapped text takes several lines are made as high as it needs: nothing else
// would.
func (r *rows) add(row int, cellStyles []Style, cells []Cell, height float64) error {
	text := 0.0
	for i := range cells {
		text = max(text, r.columns[i].encode(&cells[i], cells[i].style(cellStyles[i])))
	}
	styles := &r.styles[oneLine]
	if height = max(height, text); text > RowHeight {
		styles = &r.styles[severalLines]
	}
	r.number = strconv.AppendInt(r.number[:0], int64(row), 10)
	b := append(r.buf, `<row r="`...)
	b = append(b, r.number...)
	b = append(b, r.height.attribute(height)...)
	for i := range cells {
		b = append(b, r.columns[i].begin...)
		b = append(b, r.number...)
		b = append(b, styles[cells[i].style(cellStyles[i])]...)
		b = r.appendValue(b, &cells[i], &r.columns[i])
	}
	r.buf = append(b, `</row>`...)
	if len(r.buf) < chunkSize {
		return nil
	}
	return r.flush()
}

// flush compresses the rows that are in the buffer.
func (r *rows) flush() (err error) {
	if len(r.buf) > 0 {
		r.size += int64(len(r.buf))
		r.buf, err = r.compressor.add(r.buf)
	}
	return err
}

// end compresses the last rows and waits until all are.
func (r *rows) end() error {
	err := errors.Join(r.flush(), r.compressor.end())
	r.buf, r.columns = nil, nil
	return err
}

// A height is the last height of a row, as it is written: most rows have the
// same.
type height struct {
	points float64
	text   []byte
}

func (h *height) attribute(points float64) []byte {
	if points != h.points || h.text == nil {
		h.points = points
		h.text = strconv.AppendFloat(append(h.text[:0], `" ht="`...), points, 'f', -1, 64)
		h.text = append(h.text, `" customHeight="1">`...)
	}
	return h.text
}

// A columnEncoder encodes the cells of one column. It keeps the last text, encoded and
// measured: many columns say the same in row after row.
type columnEncoder struct {
	begin string // of each of its cells
	width float64
	note  string // where the whole of a text is that had to be cut

	last   string
	holds  content // of the last text; nothing, where there was none yet
	value  []byte  // the rest of its cell; of a place, the name of its file
	style  Style   // that the text was measured for; StylePlain, if it was not
	points float64
}

// encode encodes the text of a cell, if it is not the last one's, and returns how
// high it is in points; 0, where it is not wrapped.
func (e *columnEncoder) encode(c *Cell, s Style) float64 {
	if !c.hasText() {
		return 0
	}
	if c.text != e.last || c.holds != e.holds {
		e.encodeText(c)
	}
	if s != StyleWrapped && s != StyleWrappedLink && s != StyleDigest {
		return 0
	}
	if e.style != s || c.holds == aPlace {
		e.style, e.points = s, TextHeight(c.shown(e.note), e.width, s)
	}
	return e.points
}

func (e *columnEncoder) encodeText(c *Cell) {
	e.last, e.holds, e.style = c.text, c.holds, StylePlain
	switch c.holds {
	case aPlace:
		e.value = appendEscaped(e.value[:0], CellText(c.text, e.note))
	case someText:
		e.value = appendText(e.value[:0], CellText(c.text, e.note))
	default:
		e.value = appendText(e.value[:0], c.text)
	}
}
