package bills_test

import (
	"fmt"
	"strings"
	"testing"

	"reconcile/alipay"
)

// billOf writes the bill of rows that are made of bytes, and what reading it
// must give.
func billOf(rows []byte) (text, want string) {
	var b, w strings.Builder
	b.WriteString(billHead)
	w.WriteString(strings.SplitAfter(billRead, "\n")[0])
	var counts, sums [2]int64
	for i, c := range rows {
		fen := int64(c)*101 + 1
		no, kind, sign, batch := fmt.Sprintf("20260301220014%014d", i/2), int(c%2), "", ""
		amount := alipay.Fen(fen).String()
		if kind == 1 {
			sign, batch = "-", fmt.Sprintf("20260301%06d", i)
			fmt.Fprintf(&w, "%d refund %s %q %s 2026-03-01 10:00:05 +0800 Asia/Shanghai\n", 6+i, no, batch, amount)
		} else {
			fmt.Fprintf(&w, "%d paid %s %s %d 2026-03-01 10:00:05\n", 6+i, no, amount, i)
		}
		counts[kind]++
		sums[kind] += fen
		fmt.Fprintf(&b, "%s\t,T20P%d\t,%s\t,茶,2026-03-01 10:00:00,2026-03-01 10:00:05,\t,\t,\t,\t,*明\t,%s%s,%s%s,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,%s\t,0.00,0.00,\n",
			no, i, []string{"交易", "退款"}[kind], sign, amount, sign, amount, batch)
	}
	fmt.Fprintf(&b, "#--业务明细列表结束--\n#交易合计：%d笔，商家实收共%s元，商家优惠共0.00元\n#退款合计：%d笔，商家实收退款共-%s元，商家优惠退款共0.00元\n",
		counts[0], alipay.Fen(sums[0]), counts[1], alipay.Fen(sums[1]))
	return b.String(), w.String()
}

// A bill gives back the rows that it was made of. With a piece cut out of it, it
// is refused, or as many trades and refunds are read or rejected as before.
func FuzzBill(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3}, uint(900), uint(1))
	f.Add([]byte{}, uint(0), uint(1))
	f.Add([]byte{255, 255, 0}, uint(1000), uint(300))
	f.Fuzz(func(t *testing.T, rows []byte, at, n uint) {
		rows = rows[:min(len(rows), 50)]
		text, want := billOf(rows)
		got := readBill(text)
		if got != want {
			t.Fatalf("the bill of %v is read as\n%swant\n%s", rows, got, want)
		}
		at %= uint(len(text))
		damaged := text[:at] + text[min(at+n, uint(len(text))):]
		read := readBill(damaged)
		if strings.Contains(read, "refused: ") {
			return
		}
		if rowsOf(read) != rowsOf(got) {
			t.Fatalf("%d bytes less at %d, and not refused:\n%swas\n%s", n, at, read, got)
		}
	})
}

// rowsOf counts the trades and the refunds that a bill was read as, rejected
// ones too.
func rowsOf(read string) [2]int {
	return [2]int{
		strings.Count(read, " paid ") + strings.Count(read, " rejected 交易 "),
		strings.Count(read, " refund ") + strings.Count(read, " rejected 退款 "),
	}
}
