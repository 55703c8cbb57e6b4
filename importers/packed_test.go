package importers_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"reconcile/ledger"
)

func Gzip(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Zip packs members, name and text in turn.
func Zip(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		header := &zip.FileHeader{Name: members[i], Method: zip.Deflate}
		if strings.HasPrefix(members[i], "link") {
			header.SetMode(fs.ModeSymlink | 0o777)
		}
		if strings.HasPrefix(members[i], "secret") {
			header.Flags |= 1
		}
		m, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestImportPacked(t *testing.T) {
	b := newBooks(t)
	one, two, three := signedNotice(t, "n1"), signedNotice(t, "n2"), signedNotice(t, "n3")
	b.write("a.log", Gzip(t, one+"\n")+Gzip(t, two)) // by content, not by name
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 2, Accepted: 2})
	b.write("b.zip", Zip(t, "z.log", two+"\n"+three, "day/", "", "day/a.log", "\n"+one+"\n"))
	want := ledger.Counts{Lines: 4, Accepted: 1, Duplicate: 2, Ignored: 1}
	b.want(ledger.Notify, "b.zip", false, want)
	b.want(ledger.Notify, "b.zip", false, want)
	b.nextRun("second")
	b.want(ledger.Notify, "b.zip", true, want)
	b.write("c.zip", Zip(t, "\xb6\xa9\xb5\xa5.csv", orderHead+"2011011201037066,M1,5.00,,\n"))
	got := b.want(ledger.Orders, "c.zip", false, ledger.Counts{Lines: 1, Accepted: 1})
	if len(got.Parts) != 1 || got.Parts[0].Path != "in/c.zip/订单.csv" {
		t.Errorf("parts of c.zip are %+v, want in/c.zip/订单.csv", got.Parts)
	}
}

func TestImportRefusesDamage(t *testing.T) {
	b := newBooks(t)
	text := strings.Repeat(signedNotice(t, "n1")+"\n", 3000)
	gz, archive := Gzip(t, text), Zip(t, "a.log", text)
	badSum := []byte(gz)
	binary.LittleEndian.PutUint32(badSum[len(gz)-8:], 7)
	badZip := []byte(archive)
	badZip[bytes.Index(badZip, []byte("PK\x01\x02"))+16] ^= 1 // the checksum in the directory
	badData := []byte(gz)
	copy(badData[20:], "\xff\xff\xff\xff\xff\xff\xff\xff")
	for _, c := range []struct{ name, content, want string }{
		{"cut.gz", gz[:len(gz)/2], "cut off: it ends in the middle; fetch it again"},
		{"cut-tail.gz", gz[:len(gz)-3], "cut off: it ends in the middle; fetch it again"},
		{"sum.gz", string(badSum), "damaged: its checksum does not match; fetch it again"},
		{"data.gz", string(badData), "damaged: it does not unpack; fetch it again"},
		{"tail.gz", gz + strings.Repeat("garbage ", 9), "damaged: what follows is no gzip stream; fetch it again"},
		{"cut.zip", archive[:len(archive)-30], "damaged: not a valid zip file; fetch it again"},
		{"sum.zip", string(badZip), `member "a.log": damaged: its checksum does not match; fetch it again`},
		{"empty.zip", Zip(t), "an empty archive: there is no file in it"},
		{"twice.zip", Zip(t, "a.log", "1", "a.log", "2"), `member "a.log": stands in the archive twice`},
		{"link.zip", Zip(t, "link.log", "/etc/passwd"), `member "link.log": not a regular file`},
		{"secret.zip", Zip(t, "secret.log", "x"), `member "secret.log": encrypted: unpack it`},
		{"slip.zip", Zip(t, "../../a.log", "x"), `member "../../a.log": its name leads out of the archive`},
		{"control.zip", Zip(t, "a\n.log", "x"), `a member's name holds control characters: "a\n.log"`},
		{"nested.zip", Zip(t, "good.log", text, "in.zip", archive), `member "in.zip": an archive inside an archive: unpack it`},
		{"nested.gz", Gzip(t, gz), "an archive inside an archive: unpack it"},
		{"tar.gz", Gzip(t, strings.Repeat("\x00", 257)+"ustar\x0000"), "a tar archive: unpack it, or use zip"},
		{"book.xlsx", Zip(t, "[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>"), "an Excel workbook, not a log: save its sheet as CSV"},
		{"old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "an Office file, not a log: save it as CSV or text"},
		{"a.bz2", "BZh91AY&SY....", "packed with bzip2: unpack it, or use gzip or zip"},
		{"mixed.gz", Gzip(t, "\xff\xfen\x00"+text), "begins in UTF-16 and goes on in another charset, so nothing would be found in it: split it where the charset changes, or save it as UTF-8"},
		{"a.xz", "\xFD7zXZ\x00....", "packed with xz: unpack it, or use gzip or zip"},
		{"bomb.gz", Gzip(t, strings.Repeat("\x00", 65<<20)), "unpacks to more than 500 times its size: a zip bomb"},
		{"blank.gz", Gzip(t, strings.Repeat("\n", 2<<20)), "unpacks to more lines than it has bytes: a zip bomb"},
		{"bomb.zip", Zip(t, "a.log", strings.Repeat("\x00", 65<<20)), `member "a.log": unpacks to more than 500 times its size: a zip bomb`},
	} {
		b.write(c.name, c.content)
		b.refuses(ledger.Notify, c.name, c.want)
	}
	b.write("good.log", signedNotice(t, "n1")+"\n")
	b.want(ledger.Notify, "good.log", false, ledger.Counts{Lines: 1, Accepted: 1})
}

// Members that share their bytes are a bomb whatever each of them unpacks to.
func TestImportRefusesOverlappingMembers(t *testing.T) {
	b := newBooks(t)
	archive := []byte(Zip(t, "a.log", strings.Repeat("x\n", 5000), "b.log", strings.Repeat("y\n", 5000)))
	first := bytes.Index(archive, []byte("PK\x01\x02"))
	second := first + 4 + bytes.Index(archive[first+4:], []byte("PK\x01\x02"))
	for _, at := range []int{first, second} {
		binary.LittleEndian.PutUint32(archive[at+20:], uint32(first)) // compressed size
	}
	b.write("a.zip", string(archive))
	b.refuses(ledger.Notify, "a.zip", "its members overlap: a zip bomb")
}

func TestImportRefusesOrders(t *testing.T) {
	b := newBooks(t)
	for _, c := range []struct{ name, content, want string }{
		{"empty.csv", "", "empty: no header"},
		{"page.xls", "\uFEFF\n <html><table></table></html>", "an HTML or XML page, whatever it is called: open it and save it as .xlsx or CSV"},
		{"bill.csv", "#\xd6\xa7\xb8\xb6\xb1\xa6\xd2\xb5\xce\xf1\xc3\xf7\xcf\xb8\xb2\xe9\xd1\xaf\n", "a trade bill without a header: download it again"},
		{"bytes.csv", orderHead + "\xff\n", "neither UTF-8, from line 2, character 1 on, nor GB18030, from line 2, character 1 on: save it as UTF-8"},
		{"header.csv", "a,b\n1,2\n", `no header: no column for trade_no (trade_no, alipay_trade_no, 支付宝交易号, 交易号); saw the columns "a", "b"; needs trade_no and paid_amount; map other names under columns:`},
		{"member.zip", Zip(t, "good.csv", orderHead+"2011011201037066,M1,5.00,,\n", "zero.csv", ""), `member "zero.csv": empty: no header`},
	} {
		b.write(c.name, c.content)
		b.refuses(ledger.Orders, c.name, c.want)
	}
}

func TestImportRefusesWhatIsNoFile(t *testing.T) {
	b := newBooks(t)
	if err := os.Mkdir(filepath.Join(b.dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(b.dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.refuses(ledger.Notify, "missing.log", "missing: there is no such file")
	b.refuses(ledger.Notify, "folder", "not a regular file")
	b.refuses(ledger.Notify, "pipe", "not a regular file")
}
