package xlsx

import (
	"strconv"
	"strings"

	"reconcile/alipay"
)

// appendValue writes the rest of a cell: its type, formula and value.
func (r *rows) appendValue(b []byte, c *Cell, l *columnEncoder) []byte {
	switch {
	case c.formula != "":
		return r.appendComputed(b, c)
	case c.holds == aPlace:
		return appendPlace(b, l.value, c.number)
	case c.hasText():
		return append(b, l.value...)
	case c.holds == nothing:
		return append(b, r.empty...)
	case c.holds == anAmount && !isExact(c.number):
		return appendText(b, alipay.Fen(c.number).String())
	}
	return append(appendNumber(append(b, `><v>`...), c), `</v></c>`...)
}

// appendComputed writes a formula with its value, which is text or a number.
func (r *rows) appendComputed(b []byte, c *Cell) []byte {
	formula := formulaOf(c.formula, string(r.number))
	text := c.hasText() || c.holds == anAmount && !isExact(c.number)
	if text {
		b = append(b, ` t="str"`...)
	}
	b = append(appendEscaped(append(b, `><f>`...), formula), `</f><v>`...)
	switch {
	case c.hasText():
		b = appendEscaped(b, c.shown(""))
	case text:
		b = append(b, alipay.Fen(c.number).String()...)
	default:
		b = appendNumber(b, c)
	}
	return append(b, `</v></c>`...)
}

// appendNumber writes a count, an amount or a moment as the format stores it.
func appendNumber(b []byte, c *Cell) []byte {
	switch c.holds {
	case anAmount:
		return appendYuan(b, c.number)
	case aMoment:
		return appendMoment(b, c.number)
	}
	return strconv.AppendInt(b, c.number, 10)
}

// exactFen are amounts that readers, who make a float of the decimals, print as
// they were: those of 15 digits. One beyond them is shown as text, every digit in
// place.
const exactFen = 999_999_999_999_999

func isExact(fen int64) bool { return -exactFen <= fen && fen <= exactFen }

// appendYuan writes fen as yuan, without zeros at the end: 100.00 as 100, 0.10 as
// 0.1.
func appendYuan(b []byte, fen int64) []byte {
	if fen < 0 {
		b, fen = append(b, '-'), -fen
	}
	b = strconv.AppendInt(b, fen/100, 10)
	tenths, rest := byte(fen%100/10), byte(fen%10)
	switch {
	case rest != 0:
		return append(b, '.', '0'+tenths, '0'+rest)
	case tenths != 0:
		return append(b, '.', '0'+tenths)
	}
	return b
}

// appendMoment writes seconds since 1970 as the format counts moments: days since
// the end of 1899.
func appendMoment(b []byte, seconds int64) []byte {
	const secondsTo1970 = 25569 * 86400
	return strconv.AppendFloat(b, float64(seconds+secondsTo1970)/86400, 'f', -1, 64)
}

// appendText writes text into the cell itself. Blanks at its ends and breaks of
// lines are kept.
func appendText(b []byte, text string) []byte {
	b = append(b, ` t="inlineStr"><is><t`...)
	if strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") || strings.IndexByte(text, '\n') >= 0 {
		b = append(b, ` xml:space="preserve"`...)
	}
	return append(appendEscaped(append(b, '>'), text), `</t></is></c>`...)
}

// appendPlace writes a line of a file whose name is encoded already.
func appendPlace(b, file []byte, line int64) []byte {
	b = append(b, ` t="inlineStr"><is><t`...)
	if file[0] == ' ' {
		b = append(b, ` xml:space="preserve"`...)
	}
	b = append(append(append(b, '>'), file...), ':')
	return append(strconv.AppendInt(b, line, 10), `</t></is></c>`...)
}

// appendEscaped writes text so that it is read back as it is: XML's own signs
// as entities, and what the format would read as an escape (_x0041_, ECMA-376,
// 22.9.2.19) with its first sign escaped.
func appendEscaped(b []byte, text string) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		entity := ""
		switch text[i] {
		case '&':
			entity = `&amp;`
		case '<':
			entity = `&lt;`
		case '>':
			entity = `&gt;`
		case '_':
			if isEscape(text[i:]) {
				entity = `_x005F_`
			}
		}
		if entity != "" {
			b = append(append(b, text[from:i]...), entity...)
			from = i + 1
		}
	}
	return append(b, text[from:]...)
}

// isEscape reports whether text begins as an escape of the format: _x0041_.
func isEscape(text string) bool {
	if len(text) < len("_x0041_") || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}
