package importers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"

	"reconcile/ledger"
)

// wide encodes a text in UTF-16.
func wide(t *testing.T, order unicode.Endianness, mark unicode.BOMPolicy, text string) string {
	t.Helper()
	out, err := unicode.UTF16(order, mark).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A log in UTF-16 reads as its text, grows, is rotated, and has an unfinished last line
// as any other. 上 is U+4E0A and ਊ is U+0A0A: neither holds a line end.
func TestImportUTF16Log(t *testing.T) {
	one, two, three := signedNotice(t, "n1"), signedNotice(t, "n2"), signedNotice(t, "n3")
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		for _, mark := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
			t.Run(fmt.Sprint(order, mark), func(t *testing.T) {
				first := wide(t, order, mark, "10:00:00 上线 ਊ "+one+"\r\n10:00:01 上 "+two[:99])
				rest := wide(t, order, unicode.IgnoreBOM, two[99:]+"\r\n")
				more := wide(t, order, unicode.IgnoreBOM, three+"\n")
				b := newBooks(t)
				b.write("a.log", first)
				got := b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
				if want := int64(2 * len([]rune("10:00:01 上 "+two[:99]))); got.Left != want {
					t.Errorf("%d bytes were left, want %d", got.Left, want)
				}
				if !strings.HasPrefix(got.Charset, "UTF-16") {
					t.Errorf("charset %q", got.Charset)
				}
				b.nextRun("second")
				b.write("a.log", first+rest[:7]) // half a character
				b.want(ledger.Notify, "a.log", true, ledger.Counts{Lines: 1, Accepted: 1})
				b.write("a.log", first+rest)
				b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 2, Accepted: 2})
				b.nextRun("third")
				b.write("a.log", first+rest+more)
				b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 3, Accepted: 3})
				b.nextRun("fourth")
				b.write("a.log.1", first+rest+more)
				b.write("a.log", wide(t, order, mark, signedNotice(t, "n4")+"\n"))
				b.want(ledger.Notify, "a.log.1", true, ledger.Counts{Lines: 3, Accepted: 3})
				b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
				b.write("a.log.1.gz", Gzip(t, first+rest+more))
				b.want(ledger.Notify, "a.log.1.gz", true, ledger.Counts{Lines: 3, Accepted: 3})
				b.write("b.zip", Zip(t, "a.log", first+rest+more))
				b.want(ledger.Notify, "b.zip", true, ledger.Counts{Lines: 3, Accepted: 3})
			})
		}
	}
}

// Lines of a log that a program appended to in UTF-16 read as well, and so do those that
// follow a hole longer than what a log's charset is found by.
func TestImportLogPartlyUTF16(t *testing.T) {
	one, two, three := signedNotice(t, "n1")+"\r\n", signedNotice(t, "n2")+"\r\n", signedNotice(t, "n3")+"\r\n"
	for _, order := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
		for name, text := range map[string]string{
			"appended": strings.Repeat("2026-03-01 10:00:00 started\n", 3) + one + wide(t, order, unicode.UseBOM, two+three) + "the end\n",
			"holed":    strings.Repeat("\x00", 10<<10) + wide(t, order, unicode.IgnoreBOM, one+two+three) + "\n",
		} {
			b := newBooks(t)
			b.options.Now = func() time.Time { return time.Now().Add(2 * time.Hour) }
			b.write("a.log", text)
			if got := b.load(ledger.Notify, "a.log"); got.Accepted != 3 || got.Rejected != 0 {
				t.Errorf("%s, %v: %+v, want 3 accepted", name, order, got.Counts)
			}
		}
	}
}

func TestImportUTF16Requests(t *testing.T) {
	b := newBooks(t)
	b.write("r.log", wide(t, unicode.LittleEndian, unicode.UseBOM, "退款 service=refund_fastpay_by_platform_pwd&partner="+partnerID+"&refund_date=2026-03-01+10%3A00%3A00&batch_no=20260301000001&batch_num=1&detail_data=2026021242672191%5E1.00%5Ex\r\n"))
	b.want(ledger.Requests, "r.log", false, ledger.Counts{Lines: 1, Accepted: 1})
}

// What is given as a log and is none is refused with what to do; a log that begins with a
// hole, in GBK, with colours or in frames is one.
func TestImportRefusesWhatIsNoLog(t *testing.T) {
	one := signedNotice(t, "n1") + "\n"
	for _, c := range []struct{ name, text, want string }{
		{"png", "\x89PNG\r\n\x1a\n" + one, "an image"},
		{"pdf", "%PDF-1.4\n" + one, "a PDF"},
		{"elf", "\x7fELF\x02\x01\x01" + one, "a program"},
		{"sqlite", "SQLite format 3\x00" + one, "a database"},
		{"xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + one, "an Office file"},
		{"journal", "LPKSHHRH\x00\x00" + one, "journalctl"},
		{"unknown", strings.Repeat("\x04\x00\x0e\x7f\xc3\x11ab", 100) + one, "no text"},
		{"in gzip", Gzip(t, "\x89PNG\r\n\x1a\n"+one), "an image"},
		{"in zip", Zip(t, "a.png", "\x89PNG\r\n\x1a\n"+one), `member "a.png": an image`},
	} {
		b := newBooks(t)
		b.write("a.log", c.text)
		if got := b.load(ledger.Notify, "a.log"); !strings.Contains(got.Refused, c.want) {
			t.Errorf("%s: refused %q, want %q", c.name, got.Refused, c.want)
		}
	}
	for name, text := range map[string]string{
		"hole":    strings.Repeat("\x00", 9000) + one,
		"GBK":     "\xcd\xcb\xbf\xee\xcd\xa8\xd6\xaa " + one,
		"colours": "\x1b[32mINFO\x1b[0m " + one,
		"frames":  "\x01\x00\x00\x00\x00\x00\x01\x0fnotice: " + one,
		"fields":  "a\x01b\x01c\x01" + one,
	} {
		b := newBooks(t)
		b.write("a.log", text)
		if got := b.load(ledger.Notify, "a.log"); got.Refused != "" || got.Accepted != 1 {
			t.Errorf("%s: refused %q, %d accepted, want 1", name, got.Refused, got.Accepted)
		}
	}
}
