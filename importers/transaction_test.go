package importers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/importers"
	"reconcile/ledger"
)

// importAll imports files together and returns what became of each.
func (b *books) importAll(files []importers.File) (all []ledger.RunFile) {
	b.Helper()
	for got, err := range importers.Import(b.Context(), b.ledger, files, b.options) {
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, got)
	}
	return all
}

// Files that are imported together come to what they come to one by one: those that are
// refused before or after something of them was read, copies of others, logs that go on
// where others end, and deliveries that contradict those of a file before.
func TestImportTogether(t *testing.T) {
	one, two, three := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")+"\n", signedNotice(t, "n3")+"\n"
	order := orderHead + "2011011201037066,M1,5.00,,\n"
	// A packed file is refused after something of it was read where the break lies behind
	// what it is recognised by.
	torn := Gzip(t, one+strings.Repeat("GET /health 200\n", 32<<10)+three)
	tornOrders := Gzip(t, order+strings.Repeat(",,,,\n", 96<<10))
	choice := []struct {
		name, text string
		kind       ledger.Kind
	}{
		{"one.log", one, ledger.Notify},
		{"copy.log", one, ledger.Notify},
		{"on.log", one + two, ledger.Notify},
		{"twin.log", one + two + three, ledger.Notify},
		{"other.log", two + three + one, ledger.Notify},
		{"cut.log.gz", torn[:len(torn)-6], ledger.Notify},
		{"orders.csv", order, ledger.Orders},
		{"again.csv", order, ledger.Orders},
		{"unknown.csv", "a,b\n1,2\n", ledger.Orders},
		{"cut.csv.gz", tornOrders[:len(tornOrders)-6], ledger.Orders},
		{"half.zip", Zip(t, "a.csv", order, "b.csv", "a,b\n1,2\n"), ledger.Orders},
		{"missing.log", "", ledger.Notify},
	}
	rapid.Check(t, func(r *rapid.T) {
		together, alone := newBooks(t), newBooks(t)
		if rapid.Bool().Draw(r, "read once") {
			later := func() time.Time { return time.Now().Add(time.Hour) } // files have rested
			together.options.Now, alone.options.Now = later, later
		}
		var files, same []importers.File
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(choice)-1), 1, 8).Draw(r, "files") {
			c := choice[i]
			for _, b := range []*books{together, alone} {
				if c.text != "" {
					b.write(c.name, c.text)
				}
			}
			files, same = append(files, together.file(c.kind, c.name)), append(same, alone.file(c.kind, c.name))
		}
		var want []ledger.RunFile
		for _, f := range same {
			want = append(want, alone.importAll([]importers.File{f})...)
		}
		got := together.importAll(files)
		if g, w := together.come(got), alone.come(want); g != w {
			r.Errorf("together:\n%s\none by one:\n%s", g, w)
		}
		if len(got) != len(files) {
			r.Errorf("%d files came to %d outcomes", len(files), len(got))
		}
	})
}

// come prints what became of files and what the books hold of the trade that all of
// them are about, wherever the files lie.
func (b *books) come(files []ledger.RunFile) string {
	b.Helper()
	var text strings.Builder
	for _, f := range files {
		fmt.Fprintf(&text, "%+v\n", f)
	}
	events, err := b.ledger.Explain(b.Context(), b.account, "2026021242672191", b.job)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range events {
		fmt.Fprintf(&text, "%+v\n", e)
	}
	return strings.ReplaceAll(text.String(), b.dir, "")
}
