package xlsx_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"reconcile/reports/internal/xlsx"
)

// A sheet on which nothing was written is an error and not an empty sheet.
func TestUnwrittenSheet(t *testing.T) {
	names := []string{"First", "Second"}
	b, err := xlsx.New(xlsx.Options{Tmp: t.TempDir(), Names: names, Numbered: names, Limits: xlsx.DefaultLimits()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}()
	list := []string{"a", "b"}
	table := xlsx.Table[string]{
		Name: "First", Layout: xlsx.Layout{Frozen: 1},
		Columns: []xlsx.Column[string]{xlsx.Col("Letter", 10, xlsx.StylePlain, func(s *string) xlsx.Cell { return xlsx.Text(*s) })},
	}
	if err := xlsx.WriteTable(b, table, xlsx.Rows(slices.Clone(list))); err != nil {
		t.Fatal(err)
	}
	if err := b.Save(io.Discard); err == nil || !strings.Contains(err.Error(), "Second: nothing has been written on it") {
		t.Errorf("Save = %v, want an error about the second sheet", err)
	}
}
