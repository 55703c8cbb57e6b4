package orders_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"reconcile/importers/files"
)

// What an export says does not depend on the charset that it is saved in.
func FuzzOrdersCharset(f *testing.F) {
	f.Add("2011011201037066,茶杯,5.00,,\n", byte(0))
	f.Add("2011011201037066,\"茶\r\n杯\",5.00,1.00,2026\r\n合计,,,,\n", byte(1))
	f.Fuzz(func(t *testing.T, rows string, which byte) {
		charset := []encoding.Encoding{
			simplifiedchinese.GBK, simplifiedchinese.GB18030, unicode.UTF8BOM,
			unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		}[which%5]
		text := "交易号,商户订单号,订单金额（元）,应退金额,付款时间\n" + strings.ToValidUTF8(rows, "")
		bytesOf, err := charset.NewEncoder().String(text)
		if err != nil {
			t.Skip("the charset does not have these characters")
		}
		if back, err := charset.NewDecoder().String(bytesOf); err != nil || back != text {
			t.Skip("the charset has other characters for these")
		}
		enc, err := files.DetectEncoding(func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(bytesOf)), nil })
		if err != nil {
			t.Fatalf("DetectEncoding(%q): %v", bytesOf, err)
		}
		var decoded bytes.Buffer
		if _, err := decoded.ReadFrom(enc.NewReader(strings.NewReader(bytesOf))); err != nil {
			t.Fatal(err)
		}
		if got, want := readOrders(decoded.String(), nil), readOrders(text, nil); got != want {
			t.Fatalf("%q in %s is read as\n%swant\n%s", text, enc.Name, got, want)
		}
	})
}
