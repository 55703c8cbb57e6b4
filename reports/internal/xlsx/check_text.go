package xlsx

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"reconcile/words"
)

// longestText is how many UTF-16 units a cell holds (Excel's specifications and
// limits). What is longer would be cut without a word, or be repaired.
const longestText = 32_767

// checkText refuses text of a cell that XML or the format cannot hold.
func checkText(text []byte) error {
	if len(text) > longestText || !isPlain(text) {
		return checkRareText(text)
	}
	return nil
}

// isPlain reports whether text needs no second look: printable ASCII without
// entities.
func isPlain(text []byte) bool {
	for _, c := range text {
		if c-' ' > '~'-' ' || c == '&' {
			return false
		}
	}
	return true
}

func checkRareText(text []byte) error {
	units := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return words.Errorf("byte %#x is no UTF-8", text[i])
		case r < ' ' && r != '\n' || r == 0xFFFE || r == 0xFFFF:
			return words.Errorf("the format cannot hold %U", r)
		case r == '&':
			if size = entity(text[i:]); size == 0 {
				return errors.New("a bare & stands in the text")
			}
		case r > 0xFFFF:
			units++
		}
		units++
		i += size
	}
	if units > longestText {
		return words.Errorf("%d characters are more than a cell holds", units)
	}
	return nil
}

// entity is the length of the entity at the beginning of text, 0 if there is
// none that a sheet has.
func entity(text []byte) int {
	for _, e := range []string{"&amp;", "&lt;", "&gt;", "&#34;", "&#39;", "&#xA;"} {
		if bytes.HasPrefix(text, []byte(e)) {
			return len(e)
		}
	}
	return 0
}
