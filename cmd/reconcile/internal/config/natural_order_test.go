package config

import (
	"slices"
	"testing"
)

func TestNaturalOrder(t *testing.T) {
	want := []string{"a", "a/1", "a/2.csv", "a/2026-3-9.csv", "a/2026-3-10.csv", "a/2026-03-11.csv", "a/2026-10-1.csv", "a/b", "a9b2", "a09b3", "a10b1"}
	got := slices.Clone(want)
	slices.Sort(got)
	slices.SortFunc(got, naturalOrder)
	if !slices.Equal(got, want) {
		t.Errorf("sorted %q, want %q", got, want)
	}
	for _, a := range want {
		for _, b := range want {
			if (naturalOrder(a, b) == 0) != (a == b) || naturalOrder(a, b) != -naturalOrder(b, a) {
				t.Errorf("%q and %q: %d and %d", a, b, naturalOrder(a, b), naturalOrder(b, a))
			}
		}
	}
}
