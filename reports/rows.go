package reports

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"reconcile/alipay"
)

// blockSize is how much of a sheet is compressed at a time: large enough to
// compress well, small enough to stay in a processor's cache. Blocks end where
// this sends them, whatever the number of cores.
const blockSize = 512 << 10

// A decimal is a number as the format stores it: digits, and a point where
// there are decimals.
type decimal string

// rows writes the rows of a sheet as the format has them (ECMA-376, 18.3.1.73
// and 18.3.1.4) and hands them over in blocks of whole rows. excelize writes
// what stands around them, the first row included.
type rows struct {
	press   *press
	columns []string // their names
	buf     []byte
	size    int64 // of what was handed over
}

// add writes one row of these cells, this high in points.
func (r *rows) add(row int, cells []excelize.Cell, height float64) error {
	number := strconv.Itoa(row)
	b := append(r.buf, `<row r="`...)
	b = append(b, number...)
	b = append(b, `" ht="`...)
	b = strconv.AppendFloat(b, height, 'f', -1, 64)
	b = append(b, `" customHeight="1">`...)
	for i := range cells {
		b = append(b, `<c r="`...)
		b = append(b, r.columns[i]...)
		b = append(b, number...)
		b = append(b, `" s="`...)
		b = strconv.AppendInt(b, int64(cells[i].StyleID), 10)
		b = append(b, '"')
		var err error
		if b, err = appendCell(b, &cells[i]); err != nil {
			return fmt.Errorf("%s%d: %w", r.columns[i], row, err)
		}
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
	return errors.Join(r.flush(), r.press.end())
}

// appendCell writes the rest of a cell: its type, formula and value.
func appendCell(b []byte, c *excelize.Cell) ([]byte, error) {
	text, isText := c.Value.(string)
	switch {
	case c.Formula != "" && isText:
		return append(appendEscaped(append(appendFormula(append(b, ` t="str">`...), c.Formula), `<v>`...), text), `</v></c>`...), nil
	case c.Formula != "":
		b = appendFormula(append(b, '>'), c.Formula)
	case isText:
		return appendText(b, text), nil
	case c.Value == nil:
		return append(b, `/>`...), nil
	default:
		b = append(b, '>')
	}
	b = append(b, `<v>`...)
	switch v := c.Value.(type) {
	case decimal:
		b = append(b, v...)
	case int64:
		b = strconv.AppendInt(b, v, 10)
	case time.Time:
		b = appendMoment(b, v)
	default:
		return nil, fmt.Errorf("a cell cannot hold %T", v)
	}
	return append(b, `</v></c>`...), nil
}

func appendFormula(b []byte, formula string) []byte {
	return append(appendEscaped(append(b, `<f>`...), formula), `</f>`...)
}

// appendText writes text into the cell itself. Blanks at its ends and breaks of
// lines are kept.
func appendText(b []byte, text string) []byte {
	if text == "" {
		return append(b, ` t="inlineStr"><is><t></t></is></c>`...)
	}
	b = append(b, ` t="inlineStr"><is><t`...)
	if text[0] == ' ' || text[len(text)-1] == ' ' || strings.IndexByte(text, '\n') >= 0 {
		b = append(b, ` xml:space="preserve"`...)
	}
	return append(appendEscaped(append(b, '>'), text), `</t></is></c>`...)
}

// appendEscaped writes text so that it is read back as it is: XML's own signs
// as entities, and what the format would read as an escape (_x0041_, ECMA-376,
// 22.9.2.19) with its first sign escaped.
func appendEscaped(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '&':
			b = append(b, `&amp;`...)
		case '<':
			b = append(b, `&lt;`...)
		case '>':
			b = append(b, `&gt;`...)
		case '_':
			if isEscape(text[i:]) {
				b = append(b, `_x005F`...)
			}
			b = append(b, '_')
		default:
			b = append(b, c)
		}
	}
	return b
}

// isEscape tells whether text begins as an escape of the format: _x0041_.
func isEscape(text string) bool {
	if len(text) < len("_x0041_") || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// appendMoment writes a moment as the format counts it: days since the end of
// 1899 on the wall clock of Shanghai.
func appendMoment(b []byte, t time.Time) []byte {
	wall := t.In(alipay.Shanghai())
	_, offset := wall.Zone()
	const secondsTo1970 = 25569 * 86400
	seconds := wall.Unix() + int64(offset) + secondsTo1970
	return strconv.AppendFloat(b, float64(seconds)/86400, 'f', -1, 64)
}
