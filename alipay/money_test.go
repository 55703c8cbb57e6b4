package alipay_test

import (
	"encoding/json"
	"strings"
	"testing"

	"reconcile/alipay"
)

func TestParseMoney(t *testing.T) {
	for s, want := range map[string]int64{
		"80": 8000, "5.00": 500, "0.1": 10, "0.01": 1, "0.00": 0, "0": 0, "007.10": 710, "1.500000": 150, "20": 2000,
		"100000000": 100_000_000_00, "100000000.00": 100_000_000_00, "99999999.99": 99_999_999_99,
		strings.Repeat("0", 5000) + "1": 100, "1." + strings.Repeat("0", 5000): 100,
	} {
		if m, err := alipay.ParseMoney(s); err != nil || m.Fen() != want {
			t.Errorf("ParseMoney(%.20q) = %v, %v, want %d fen", s, m, err, want)
		}
	}
}

func TestParseMoneyRefuses(t *testing.T) {
	for _, s := range []string{
		"", " ", ".", "5.", ".5", "+5", "-5", "-0", "-0.00", "0.001", "1.005", "1e5", "1E5", "5e-1", "NaN", "nan", "Inf", "-Inf", "infinity",
		"1,000.00", "1_000", "1 000", " 5.00", "5.00 ", "5.00\n", "\t5", "0x10", "0b1", "1/3", "5.0.0", "5..0", "１２", "5．00", "٥", "5.0٠", "五", "¥5", "5元", "5\x00",
		"100000000.01", "100000001", "99999999999.99", "9223372036854775808", "18446744073709551617", "92233720368547758.08",
		strings.Repeat("9", 5000), "1" + strings.Repeat("0", 5000), "0." + strings.Repeat("0", 5000) + "1",
	} {
		m, err := alipay.ParseMoney(s)
		if err == nil {
			t.Errorf("ParseMoney(%.40q) = %v, want an error", s, m)
			continue
		}
		if !strings.HasPrefix(err.Error(), "not an amount in yuan: ") || len(err.Error()) > 200 {
			t.Errorf("ParseMoney(%.40q) = %v, want a short sentence", s, err)
		}
		if m.Fen() != 0 {
			t.Errorf("ParseMoney(%.40q) gives %v with its error", s, m)
		}
	}
}

func TestMoneyPrints(t *testing.T) {
	for fen, want := range map[int64]string{0: "0.00", 1: "0.01", 10: "0.10", 100: "1.00", 500: "5.00", -1: "-0.01", -12345: "-123.45", 100_000_000_00: "100000000.00"} {
		m := alipay.Fen(fen)
		text, err := json.Marshal(m)
		if m.String() != want || err != nil || string(text) != `"`+want+`"` || m.Fen() != fen {
			t.Errorf("Fen(%d) prints %s, %s, %v, %d, want %s", fen, m, text, err, m.Fen(), want)
		}
	}
	if zero := (alipay.Money{}); zero.String() != "0.00" || zero.Cmp(alipay.Fen(0)) != 0 {
		t.Errorf("the zero Money prints %s", zero)
	}
}

func TestMoneyAdds(t *testing.T) {
	a, b := alipay.Fen(10), alipay.Fen(20)
	if sum := a.Add(b); sum.String() != "0.30" || sum.Sub(b).Cmp(a) != 0 {
		t.Errorf("0.10 + 0.20 = %v", sum)
	}
	if d := a.Sub(b); d.Sign() != -1 || d.String() != "-0.10" || a.Cmp(b) != -1 || b.Cmp(a) != 1 || a.Cmp(a) != 0 || (alipay.Money{}).Sign() != 0 {
		t.Errorf("0.10 − 0.20 = %v", d)
	}
	var sum alipay.Money
	for range 1000 {
		sum = sum.Add(alipay.Fen(10))
	}
	if sum.Fen() != 10000 {
		t.Errorf("1000 times 0.10 = %v, want 100.00", sum)
	}
}
