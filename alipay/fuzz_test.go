package alipay_test

import (
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
)

// What parses is printed as it is read: parse, print, parse is the identity.
func FuzzMoney(f *testing.F) {
	for _, s := range []string{"80", "5.00", "0.1", "007.10", "100000000.00", "100000000.01", "1e5", "-0", "0.001", "5.", ".5", "１"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := alipay.ParseMoney(s)
		if err != nil {
			return
		}
		again, err := alipay.ParseMoney(m.String())
		if err != nil || again.Cmp(m) != 0 || again.Fen() != m.Fen() || alipay.Fen(m.Fen()).Cmp(m) != 0 {
			t.Errorf("%q reads as %s, which reads as %s, %v", s, m, again, err)
		}
		if m.Fen() < 0 || m.Fen() > 100_000_000_00 || strings.Trim(s, "0123456789.") != "" {
			t.Errorf("%q reads as %s", s, m)
		}
	})
}

// What is accepted obeys the grammar of each value and says the same when it is
// encoded again; with a key, nothing unsigned is accepted.
func FuzzNotification(f *testing.F) {
	f.Add(realBody())
	f.Add(bodyOf(f, docNotify))
	f.Add(signed(f, docNotify+"&unfreezed_details=a", newMD5(f, testMD5Key)) + "&shop=1")
	f.Add("notify_type=trade_status_sync&notify_id=1")
	f.Add("notify_id=%zz&&=&a=1&a=1")
	verifier := newMD5(f, "unused")
	f.Fuzz(func(t *testing.T, text string) {
		n, err := alipay.ParseNotification(text, nil)
		if err != nil {
			if n != (alipay.Notification{}) {
				t.Errorf("%q: %+v with %v", text, n, err)
			}
			return
		}
		if !alipay.IsNotifyID(n.NotifyID) || !alipay.IsBatchNo(n.BatchNo) || n.SuccessNum < 0 || n.Extra < 0 {
			t.Errorf("%q is accepted as %+v", text, n)
		}
		ps, err := alipay.ParseParams(text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := alipay.ParseNotification(ps.Encode(), nil)
		if err != nil || again != n {
			t.Errorf("%q: %+v, again %+v, %v", text, n, again, err)
		}
		if _, err := alipay.ParseNotification(text, verifier); err == nil {
			t.Errorf("%q is accepted unsigned", text)
		}
	})
}

// Every item is counted once, and results read back as they are printed.
func FuzzResultDetails(f *testing.F) {
	for _, s := range []string{
		"", "#", realResult, "2010031906272929^80^SUCCESS$jax@alipay.com^2088101003147483^0.01^SUCCESS", "2013070475489027^0.01^SUCCESS^true^P$shop@example.com^2088201564809153^0.00^",
		"2010123016346858^0.02^SUCCESS|a^b^c^d^0.01^SUCCESS$$10.00^10.00^SUCCESS#", "x#y##2013070475489027^1e5^SUCCESS",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		results, bad := alipay.ParseResultDetails(s)
		if items := countItems(s); len(results)+len(bad) != items {
			t.Errorf("%q: %d results and %d bad, want %d items", s, len(results), len(bad), items)
		}
		printed := make([]string, len(results))
		for i, r := range results {
			printed[i] = r.String()
		}
		again, bad := alipay.ParseResultDetails(strings.Join(printed, "#"))
		if !slices.Equal(dumpAll(again), dumpAll(results)) || len(bad) != 0 {
			t.Errorf("%q: %q, again %q, %v", s, dumpAll(results), dumpAll(again), bad)
		}
		for i := range again {
			if again[i].Rest != results[i].Rest {
				t.Errorf("%q: rest %q, again %q", s, results[i].Rest, again[i].Rest)
			}
		}
	})
}

func countItems(s string) int {
	n := 0
	for item := range strings.SplitSeq(s, "#") {
		if item != "" {
			n++
		}
	}
	return n
}

// Every item is counted once, and readable lines read back as they are printed.
func FuzzDetailData(f *testing.F) {
	for _, s := range []string{"", "#", "2011011201037066^5.00^协商退款", "2011011201037066^5.00^\xd0\xad\xc9\xcc", "2011011201037066^1^\x81\x5e\x81\x7c#x#2011011201037066^0^"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, raw string, inGBK bool) {
		cs := alipay.UTF8
		if inGBK {
			cs = alipay.GBK
		}
		lines, bad := alipay.ParseDetailData(raw, cs)
		if items := strings.Count(raw, "#") + 1; len(lines)+len(bad) != items {
			t.Errorf("%q: %d lines and %d bad, want %d items", raw, len(lines), len(bad), items)
		}
		text := alipay.FormatDetailData(lines)
		b, err := cs.Encode(text)
		if err != nil || len(lines) == 0 {
			return // a reason that could not be read, or one of GB18030 only
		}
		again, bad := alipay.ParseDetailData(b, cs)
		if !slices.Equal(dumpLines(again), dumpLines(lines)) || len(bad) != 0 {
			t.Errorf("%q: %q, again %q, %v", raw, dumpLines(lines), dumpLines(again), bad)
		}
	})
}
