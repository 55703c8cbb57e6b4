package files_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"reconcile/importers/files"
)

func encode(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	b, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// opener opens text again and again.
func opener(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

func TestDetectEncoding(t *testing.T) {
	const text = "支付宝交易号,订单金额（元）\n2011011201037066,5.00\n"
	long := strings.Repeat(text, 5000)
	for _, c := range []struct {
		name, bytes, want, enc, how string
	}{
		{"ASCII", "a,b\n", "a,b\n", "UTF-8", "valid UTF-8"},
		{"empty", "", "", "UTF-8", "valid UTF-8"},
		{"UTF-8", text, text, "UTF-8", "valid UTF-8"},
		{"UTF-8, long", "x" + long, "x" + long, "UTF-8", "valid UTF-8"},
		{"UTF-8 with a mark", "\uFEFF" + text, text, "UTF-8", "byte order mark"},
		{"UTF-8 that holds U+FFFD", "a\uFFFDb", "a\uFFFDb", "UTF-8", "valid UTF-8"},
		{"GBK", encode(t, simplifiedchinese.GBK, text), text, "GB18030", "not UTF-8, valid GB18030"},
		{"GBK, one word", encode(t, simplifiedchinese.GBK, "联通交易"), "联通交易", "GB18030", "not UTF-8, valid GB18030"},
		{"GB18030, long", encode(t, simplifiedchinese.GB18030, long+"€😀"), long + "€😀", "GB18030", "not UTF-8, valid GB18030"},
		{"UTF-16LE", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), long), long, "UTF-16LE", "byte order mark"},
		{"UTF-16BE", encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), long), long, "UTF-16BE", "byte order mark"},
	} {
		enc, err := files.DetectEncoding(opener(c.bytes))
		if err != nil || enc.Name != c.enc || enc.How != c.how {
			t.Errorf("%s: DetectEncoding = %+v, %v, want %s by %s", c.name, enc, err, c.enc, c.how)
			continue
		}
		got, err := io.ReadAll(enc.NewReader(strings.NewReader(c.bytes)))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: text is %.40q (%d bytes), %v, want %.40q (%d bytes)", c.name, got, len(got), err, c.want, len(c.want))
		}
	}
}

func TestDetectEncodingRefuses(t *testing.T) {
	for _, c := range []struct{ name, bytes, want string }{
		{"neither", "a,b\n支付宝,\xff\n", "neither UTF-8, from line 2, character 5 on, nor GB18030, from line 2, character 2 on: save it as UTF-8"},
		{"cut in a character", "a\n支\xe4\xbb", "neither UTF-8, from line 2, character 2 on, nor GB18030, from line 2, character 2 on: save it as UTF-8"},
		{"a mark and GBK", "\uFEFFa\n\xd6\xa7\xb8\xb6", "not UTF-8, though its byte order mark says so, from line 2, character 2 on"},
		{"a mark and GBK, far down", "\uFEFF" + strings.Repeat("支付宝,x\n", 50_000) + "支付\xff", "not UTF-8, though its byte order mark says so, from line 50001, character 3 on"},
		{"a mark and GBK, far right", "\uFEFF" + strings.Repeat(strings.Repeat("支", 30_000)+"\n", 3) + strings.Repeat("支", 100_000) + "\xff", "not UTF-8, though its byte order mark says so, from line 4, character 100001 on"},
		{"half a surrogate", "\xff\xfea\x00\x00\xd8b\x00", "not UTF-16LE, though its byte order mark says so, from line 1, character 2 on"},
	} {
		_, err := files.DetectEncoding(opener(c.bytes))
		var refused *files.RefusedError
		if !errors.As(err, &refused) || refused.Reason != c.want {
			t.Errorf("%s: DetectEncoding: %v, want %s", c.name, err, c.want)
		}
	}
}
