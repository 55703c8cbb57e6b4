package reports

import (
	"errors"
	"strconv"
)

// blockSize is how much of a sheet is compressed at a time: large enough to
// compress well, small enough to stay in a processor's cache. Blocks end where
// this sends them, whatever the number of cores.
const blockSize = 512 << 10

// rows writes the rows of a sheet as the format has them (ECMA-376, 18.3.1.73
// and 18.3.1.4) and hands them over in blocks of whole rows.
type rows struct {
	press   *press
	looks   *[kinds]string // each as the attribute of a cell
	columns []lane
	buf     []byte
	number  []byte // of the row at hand, as it is written
	height  height
	size    int64  // of what was handed over
	empty   string // the rest of a cell without a value
}

// newRows begins the rows of columns of these widths.
func newRows(press *press, looks *[kinds]string, widths []float64, note string) *rows {
	r := &rows{press: press, looks: looks, empty: `/>`}
	for i, width := range widths {
		r.columns = append(r.columns, lane{begin: `<c r="` + columnName(i), width: width, note: note})
	}
	return r
}

// firstRow is the first row of a sheet, which is packed with what precedes it. Its
// empty cells have an end tag of their own, as they had when excelize wrote them.
func firstRow(looks *[kinds]string, kinds []kind, cells []cell, height float64) ([]byte, error) {
	r := newRows(nil, looks, make([]float64, len(cells)), "")
	r.empty = `></c>`
	err := r.add(1, kinds, cells, height)
	return r.buf, err
}

// add writes one row of these cells, at least this high in points. Rows whose
// wrapped text takes several lines are made as high as it needs: nothing else
// would.
func (r *rows) add(row int, kinds []kind, cells []cell, height float64) error {
	for i := range cells {
		height = max(height, r.columns[i].take(&cells[i], cells[i].look(kinds[i])))
	}
	r.number = strconv.AppendInt(r.number[:0], int64(row), 10)
	b := append(r.buf, `<row r="`...)
	b = append(b, r.number...)
	b = append(b, r.height.attribute(height)...)
	for i := range cells {
		b = append(b, r.columns[i].begin...)
		b = append(b, r.number...)
		b = append(b, r.looks[cells[i].look(kinds[i])]...)
		b = r.appendValue(b, &cells[i], &r.columns[i])
	}
	r.buf = append(b, `</row>`...)
	if len(r.buf) < blockSize {
		return nil
	}
	return r.flush()
}

// flush hands over the rows at hand.
func (r *rows) flush() (err error) {
	if len(r.buf) > 0 {
		r.size += int64(len(r.buf))
		r.buf, err = r.press.add(r.buf)
	}
	return err
}

// end hands over the last rows and waits until all are packed.
func (r *rows) end() error {
	err := errors.Join(r.flush(), r.press.end())
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
