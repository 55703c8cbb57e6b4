package workbookdiff

import (
	"testing"

	"reconcile/importers/xlsx"
)

// TestWithoutValues asks that formulas which a program has not computed are told in one
// line, and that another difference among them is not lost in it.
func TestWithoutValues(t *testing.T) {
	one := []xlsx.Cell{{Kind: xlsx.Number, Text: "0", Formula: true}, {Kind: xlsx.Text, Text: "✓", Formula: true}, {Kind: xlsx.Text, Text: "a"}}
	for _, c := range []struct {
		text string
		want int
		what string
	}{{"a", 1, "values"}, {"b", 3, "cell"}} {
		d := &Diff{}
		d.row("Tie-out", 2, []xlsx.Cell{{Kind: xlsx.NoValue, Formula: true}, {Kind: xlsx.NoValue, Formula: true}, {Kind: xlsx.Text, Text: c.text}}, one, inputCells{})
		if d.withoutValues(); d.Count != c.want || d.Listed[0].What != c.what {
			t.Errorf("with text %q: %d differences, the first %+v, want %d of %s", c.text, d.Count, d.Listed[0], c.want, c.what)
		}
	}
}
