package alipay_test

import (
	"testing"

	"reconcile/alipay"
)

func BenchmarkParseNotification(b *testing.B) {
	m := newMD5(b, testMD5Key)
	text := signed(b, docNotify, m)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := alipay.ParseNotification(text, m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseResultDetails(b *testing.B) {
	const text = realResult + "#2013070475489027^0.01^SUCCESS^true^P$shop@example.com^2088201564809153^0.00^SUCCESS"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, bad := alipay.ParseResultDetails(text); len(bad) != 0 {
			b.Fatal(bad)
		}
	}
}

func BenchmarkParseMoney(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := alipay.ParseMoney("1234.50"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMD5Verify(b *testing.B) {
	m := newMD5(b, testMD5Key)
	b.ReportAllocs()
	for b.Loop() {
		if err := m.Verify(docNotify, "e2fac78940f62a4da7cd63bce7362983"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	codes := alipay.ErrorCodes()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := codes.Lookup("CHECK_VALID_SUCCESS"); !ok {
			b.Fatal("the last code is not found")
		}
	}
}
