package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"reconcile/alipay"
)

// A cell is a value with a look or a link of its own. A column's value may be a
// cell or a bare value, which takes the column's look.
type cell struct {
	value   any
	kind    kind
	formula string   // compares, never computes money; "#" stands for the number of the row
	to      position // a link to another sheet
}

// lines are texts that stand one below the other.
type lines []string

func (l lines) text(note string) string {
	clean := make([]string, len(l))
	for i, s := range l {
		clean[i] = cellText(s, note)
	}
	return strings.Join(clean, "\n")
}

// encode turns a value into a cell of the stream. Nil, a nil amount and the
// zero time are empty cells: absent is not zero.
func (b *workbook) encode(v any, k kind, row int) (excelize.Cell, kind) {
	out := excelize.Cell{}
	if c, ok := v.(cell); ok {
		v, out.Formula = c.value, formulaOf(c.formula, strconv.Itoa(row))
		if c.kind != asPlain {
			k = c.kind
		}
		if c.to.row != 0 {
			k = linkOf(k)
		}
	}
	switch v := v.(type) {
	case lines:
		out.Value = v.text(b.say(cutNote, cutNoteZH))
	case string:
		out.Value = cellText(v, b.say(cutNote, cutNoteZH))
	case alipay.Money:
		out.Value, k = cellMoney(v), asMoney
	case *alipay.Money:
		if k = asMoney; v != nil {
			out.Value = cellMoney(*v)
		}
	case int64:
		out.Value, k = v, asCount
	case time.Time:
		if k = asMoment; !v.IsZero() {
			out.Value = cellMoment(v)
		}
	}
	out.StyleID = b.styles[k]
	return out, k
}

// linkOf is the look of a link in the font of the column.
func linkOf(k kind) kind {
	switch k {
	case asIdent:
		return asIdentLink
	case asHeader:
		return asHeaderLink
	}
	return asLink
}

// cellMoney is the number of a cell whose text is exactly the two decimals: its
// digits as they are, noughts at the end aside. Readers make a float of it; up to
// 15 digits the nearest one prints as the very decimals it came from. An amount
// beyond them is shown as text, every digit in place.
func cellMoney(m alipay.Money) any {
	text := m.String()
	if len(strings.TrimLeft(text, "-")) > len("9999999999999.99") {
		return text
	}
	return decimal(strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
}

// cellMoment is the moment of a cell; text, where the format's days do not reach:
// they begin in 1900, and the first two months are counted wrongly.
func cellMoment(t time.Time) any {
	if wall := t.In(alipay.Shanghai()); wall.Year() <= 1900 {
		return wall.Format(alipay.TimeLayout)
	}
	return t
}

// maxCell is where text is cut, in UTF-16 units as Excel counts; beyond 32,767
// it would be cut without a word.
const (
	maxCell   = 32_000
	cutNote   = "… (cut; whole text in findings.jsonl)"
	cutNoteZH = "…（已截断，全文见 findings.jsonl）"
)

// cellText is text from outside as a cell can hold it: what cannot be seen, or
// turns the direction of reading, is shown as an escape (\x01), and what is too
// long is visibly cut.
func cellText(s, note string) string {
	if len(s) <= maxCell && isShown(s) {
		return s
	}
	var b strings.Builder
	units := 0
	for i, r := range s {
		shown := showRune(r, s[i:])
		if units += len(utf16.Encode([]rune(shown))); units > maxCell {
			return b.String() + note
		}
		b.WriteString(shown)
	}
	return b.String()
}

// isShown tells whether every character of text is shown as it is.
func isShown(s string) bool {
	for _, r := range s {
		if r >= ' ' && r <= '~' {
			continue
		}
		if r == utf8.RuneError || unicode.IsControl(r) || turnsReading(r) || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

func turnsReading(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

func showRune(r rune, rest string) string {
	switch {
	case r == utf8.RuneError && !strings.HasPrefix(rest, string(utf8.RuneError)):
		return fmt.Sprintf(`\x%02x`, rest[0])
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case unicode.IsControl(r):
		return fmt.Sprintf(`\x%02x`, r)
	case turnsReading(r), r == 0xFFFE, r == 0xFFFF:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return string(r)
}
