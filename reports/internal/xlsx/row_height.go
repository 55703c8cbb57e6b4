package xlsx

import (
	"math"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// Sizes of rows in points, and what a cell keeps free on its sides, in the unit
// of a column's width: the width of a digit.
const (
	RowHeight  = 18 // of one line
	lineHeight = 14
	maxHeight  = 400
	cellMargin = 2
)

// TextHeight is the height in points of a row whose text is wrapped in a column
// of this width, at most what Excel allows.
func TextHeight(text string, width float64, k Style) float64 {
	lines := wrappedLines(text, width-cellMargin, k)
	return min(RowHeight+float64(lines-1)*lineHeight, maxHeight)
}

// wrappedLines counts the lines that text takes in this room. A line breaks at
// blanks and beside Chinese characters; what is longer than a line breaks
// anywhere. Some programs break it behind a slash too: the greater number counts.
func wrappedLines(text string, room float64, k Style) int {
	lines := linesBroken(text, false, room, k)
	if strings.IndexByte(text, '/') < 0 {
		return lines
	}
	return max(lines, linesBroken(text, true, room, k))
}

// linesBroken counts the lines, where they break behind slashes too or do not.
func linesBroken(text string, slashes bool, room float64, k Style) int {
	w := lineBreaker{room: room, lines: 1}
	for _, r := range text {
		switch {
		case r == '\n':
			w.placeWord()
			w.lines, w.used = w.lines+1, 0
		case r == ' ':
			w.placeWord()
			w.used += widthOf(r, k)
		case isWide(r):
			w.placeWord()
			w.word = widthOf(r, k)
			w.placeWord()
		default:
			w.word += widthOf(r, k)
			if slashes && r == '/' {
				w.placeWord()
			}
		}
	}
	w.placeWord()
	return w.lines
}

// A lineBreaker breaks text into lines.
type lineBreaker struct {
	room, used, word float64
	lines            int
}

// placeWord puts the current word into the line, or into the next.
func (w *lineBreaker) placeWord() {
	if w.used > 0 && w.word > 0 && w.used+w.word > w.room {
		w.lines, w.used = w.lines+1, 0
	}
	if over := w.word - w.room; over > 0 {
		more := math.Ceil(over / w.room)
		w.lines += int(more)
		w.word -= more * w.room
	}
	w.used += w.word
	w.word = 0
}

// isWide reports whether a character takes two cells of a terminal, as Chinese
// ones do. A condition of its own: the package's goes by the locale.
func isWide(r rune) bool {
	const firstIdeograph, lastIdeograph = '一', '\u9fff' // most of what is wide
	switch {
	case r <= unicode.MaxLatin1:
		return false
	case firstIdeograph <= r && r <= lastIdeograph:
		return true
	}
	return (&runewidth.Condition{}).RuneWidth(r) == 2
}

// widthOf is how wide a character is, in digits: rather too wide than too
// narrow, since a line that does not show is worse than a free one.
func widthOf(r rune, k Style) float64 {
	switch {
	case isWide(r):
		return 1.86
	case k == StyleDigest:
		return 1.02
	}
	switch r {
	case ' ', '.', ',', ':', ';', '|', '\'', '!', 'i', 'j', 'l', 'I', '(', ')', '[', ']':
		return 0.52
	case 'f', 'r', 't', '/', '-':
		return 0.66
	case 'm', 'w', 'M', 'W':
		return 1.55
	}
	if unicode.IsUpper(r) || k == StyleHeader || k == StyleFigureHeader {
		return 1.12
	}
	return 0.97
}
