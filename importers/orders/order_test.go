package orders_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"reconcile/importers/orders"
)

// Rows come in their order on any number of cores, the reader's error behind them,
// and what depends on the rows around it does not depend on the cores.
func TestReadOrdersInOrder(t *testing.T) {
	const rows = 20_000
	text := bigExport(rows)
	broken := errors.New("the disk is gone")
	for _, cores := range []int{1, 2, 5} {
		restore := runtime.GOMAXPROCS(cores)
		n := 0
		var last error
		for line, err := range orders.Read(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), orders.Settings{}) {
			if last = err; err != nil {
				continue
			}
			if n++; line.Number != int64(n+1) || line.Order.TradeNo != fmt.Sprintf("20160301%019d1", n-1) {
				t.Fatalf("on %d cores row %d is %+v", cores, n, line)
			}
		}
		if n != rows || last != broken {
			t.Errorf("on %d cores: %d rows and %v, want %d and %v", cores, n, last, rows, broken)
		}
		runtime.GOMAXPROCS(restore)
	}
}

// Items of one trade, cells of several lines and footers stand across the blocks
// that are read at a time.
func TestReadOrdersAcrossBlocks(t *testing.T) {
	const items = 3000
	var text, want strings.Builder
	text.WriteString("子订单编号,支付单号,买家实付金额,买家应付货款\n")
	for i := range items {
		fmt.Fprintf(&text, "\"a\nb\",20260301%08d,1.00,1.00\n", i/3)
		fmt.Fprintf(&want, "%d read 20260301%08d 1.00\n", 2*i+2, i/3)
	}
	for i := range 64 {
		text.WriteString("合计,,,\n")
		fmt.Fprintf(&want, "%d ignored\n", 2*items+i+2)
	}
	for _, cores := range []int{1, 2, 5} {
		restore := runtime.GOMAXPROCS(cores)
		if got := readOrders(text.String(), nil); got != want.String() {
			t.Errorf("on %d cores %d bytes come out, want %d, or others", cores, len(got), want.Len())
		}
		runtime.GOMAXPROCS(restore)
	}
}

// However the reading ends, no goroutine is left: synctest fails where one is.
func TestReadOrdersEnds(t *testing.T) {
	const rows = 20_000
	text := bigExport(rows)
	for _, stop := range []int{1, 5000, rows, rows + 1} {
		synctest.Test(t, func(t *testing.T) {
			got := 0
			for _, err := range orders.Read(strings.NewReader(text), orders.Settings{}) {
				if err != nil {
					t.Fatal(err)
				}
				if got++; got == stop {
					break
				}
			}
			if got != min(stop, rows) {
				t.Errorf("%d rows, want %d", got, min(stop, rows))
			}
		})
	}
}
