package terminal

import "reconcile/words"

// The widths of text that is folded, in cells.
const (
	headWidth = 12 // of the heads of a summary
	prose     = 79 // of sentences, where there is room for more
)

// Count is a number and what it counts, in the plural where it is not one.
func Count(n int64, noun string) words.Text {
	return words.Counted(n, noun)
}
