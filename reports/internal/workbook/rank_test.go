package workbook

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestWorst holds the worst of some rows, which are kept as they come, against all of them in
// order.
func TestWorst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worst{most: rapid.IntRange(0, 12).Draw(t, "most")}
		var all []rank
		for place := range rapid.IntRange(1, 60).Draw(t, "rows") {
			r := rank{class: rapid.IntRange(0, 3).Draw(t, "class"), weight: rapid.Int64Range(0, 5).Draw(t, "weight"), place: int64(place)}
			all = append(all, r)
			w.add(r)
		}
		slices.SortFunc(all, rank.compare)
		if w.most > 0 {
			all = all[:min(len(all), w.most)]
		}
		if last := *w.last(); last != all[len(all)-1] || !slices.Equal(w.kept, all) {
			t.Errorf("kept %v with the last %v, want %v", w.kept, last, all)
		}
	})
}
