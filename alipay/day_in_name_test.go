package alipay_test

import (
	"testing"
	"time"

	"reconcile/alipay"
)

func TestDayInName(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"orders/2026-3-9.csv", "2026-03-09"},
		{"orders/2026-03-10.csv", "2026-03-10"},
		{"notify-20260310.log.gz", "2026-03-10"},
		{"20260310/notify-20260310.log", "2026-03-10"},
		{"20260310/notify-20260311.log", ""},
		{"20881010082672540156_20261108.zip", "2026-11-08"},
		{"orders-202611.csv", ""},
		{"orders-20261399.csv", ""},
		{"order-202611080.csv", ""},
		{"2026-2-30.csv", ""},
	} {
		day, ok := alipay.DayInName(c.path)
		got := ""
		if ok {
			got = day.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("DayInName(%q) = %q, want %q", c.path, got, c.want)
		}
	}
}
