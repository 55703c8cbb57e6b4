package hint

import (
	"strings"

	"reconcile/words"
)

// Suggest proposes the nearest known word; no text where there is none.
func Suggest(word string, known []string) words.Text {
	if near := Nearest(word, known); near != "" {
		return words.New("; did you mean %s?", near)
	}
	return words.Text{}
}

// Nearest is the known word that a word was probably meant to be, at most two
// slips away; empty where there is none.
func Nearest(word string, known []string) string {
	best, distance := "", 3
	for _, k := range known {
		if d := editDistance(word, k); d < distance && d < len(k) {
			best, distance = k, d
		}
	}
	return best
}

// SuggestOrList is suggestion, or all the known words where they are few and none
// is near.
func SuggestOrList(word string, known []string) words.Text {
	if s := Suggest(word, known); !s.IsZero() || len(known) > 9 {
		return s
	}
	return words.New("; want one of %s", strings.Join(known, ", "))
}

// editDistance is the number of characters to insert, delete, replace or swap that
// turn a into b.
func editDistance(a, b string) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
