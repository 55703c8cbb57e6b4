package alipay_test

import (
	"slices"
	"testing"

	"reconcile/alipay"
)

func TestNamedTrades(t *testing.T) {
	for text, want := range map[string][]string{
		"result_details=2026020100000001%5E1.00%5ESUCCESS%232026020100000002%5E1": {"2026020100000001", "2026020100000002"},
		"2026020100000001^1.00#2026020100000001^2.00":                             {"2026020100000001"},
		"%2523202602010000000112345678%255E":                                      {"202602010000000112345678"},
		"4200000000000001 20260201001 20260201000000010000000000000000001 5E%zz":  nil,
	} {
		if got := alipay.NamedTrades(text); !slices.Equal(got, want) {
			t.Errorf("NamedTrades(%q) = %q, want %q", text, got, want)
		}
	}
}
