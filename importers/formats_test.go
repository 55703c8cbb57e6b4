package importers_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"reconcile/importers"
	"reconcile/ledger"
)

var update = flag.Bool("update", false, "rewrite the fixtures in testdata/formats and what is expected of them")

// TestFormats reads a file of each format that merchants have. A format is one
// txtar: how it is encoded, its text in UTF-8, and under "want" what becomes of
// it. The file itself, in its own charset, lies beside it.
func TestFormats(t *testing.T) {
	formats, err := filepath.Glob("testdata/formats/*.txtar")
	if err != nil || len(formats) == 0 {
		t.Fatalf("no formats: %v", err)
	}
	for _, path := range formats {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f := newFormat(t, archive)
			file := filepath.Join("testdata/formats", f.name)
			golden(t, file, f.content)
			got := f.outcome(t, file)
			if *update {
				archive.Files = append(f.members, txtar.File{Name: "want", Data: []byte(got)})
				golden(t, path, string(txtar.Format(archive)))
			} else if got != f.want {
				t.Errorf("%s is read as\n%swant\n%s", f.name, got, f.want)
			}
		})
	}
}

// golden compares a file, or rewrites it.
func golden(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s is not what its txtar makes (%v): go test ./importers -update", path, err)
	}
}

// A format is one of testdata/formats.
type format struct {
	name, content, want string
	members             []txtar.File
}

func newFormat(t *testing.T, a *txtar.Archive) format {
	t.Helper()
	var f format
	options := map[string]string{}
	for _, line := range strings.Split(string(a.Comment), "\n") {
		if key, value, ok := strings.Cut(line, ": "); ok {
			options[key] = value
		}
	}
	var packed []string
	for _, m := range a.Files {
		if m.Name == "want" {
			f.want = string(m.Data)
			continue
		}
		f.members = append(f.members, m)
		packed = append(packed, encodeAs(t, options["charset"], m.Name), encodeAs(t, options["charset"], endLines(options["lines"], string(m.Data))))
	}
	f.name, f.content = f.members[0].Name, packed[1]
	if options["pack"] == "zip" {
		f.name, f.content = "bill.zip", stored(t, packed...)
	}
	return f
}

// encodeAs encodes text in the charset that a format names.
func encodeAs(t *testing.T, charset, text string) string {
	t.Helper()
	switch charset {
	case "UTF-8":
		return text
	case "UTF-8 with a mark":
		return "\uFEFF" + text
	}
	named := map[string]encoding.Encoding{
		"GBK": simplifiedchinese.GBK, "GB18030": simplifiedchinese.GB18030,
		"UTF-16LE": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	}
	if named[charset] == nil {
		t.Fatalf("a format in the charset %q", charset)
	}
	b, err := named[charset].NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// endLines ends the lines as a format says.
func endLines(how, text string) string {
	switch how {
	case "CRLF":
		return strings.ReplaceAll(text, "\n", "\r\n")
	case "CR":
		return strings.ReplaceAll(text, "\n", "\r")
	case "mixed":
		return strings.Replace(text, "\n", "\r\n", 2)
	}
	return text
}

// stored packs members, name and content in turn, without compressing them, so
// that the bytes are the same for ever.
func stored(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		m, err := w.CreateHeader(&zip.FileHeader{Name: members[i], Method: zip.Store})
		if err == nil {
			_, err = m.Write([]byte(members[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// outcome says what a file is taken for, and what becomes of its lines where it
// stands among the orders and among the bills.
func (f format) outcome(t *testing.T, file string) string {
	t.Helper()
	books := newBooks(t)
	books.write(f.name, f.content)
	var b strings.Builder
	for _, kind := range []ledger.Kind{ledger.Orders, ledger.Bills} {
		got := books.load(kind, f.name)
		if got.Refused != "" {
			fmt.Fprintf(&b, "%s: refused: %s\n", kind, got.Refused)
			continue
		}
		c := got.Counts
		fmt.Fprintf(&b, "%s: %d lines: %d accepted, %d duplicate, %d rejected, %d ignored\n", kind, c.Lines, c.Accepted, c.Duplicate, c.Rejected, c.Ignored)
	}
	taken := importers.Preview(file, importers.Options{Partner: partnerID})
	for _, p := range taken.Parts {
		fmt.Fprintf(&b, "%s, %s by %s, header in line %d\n", p.As, p.Charset, p.How, p.Header)
		for _, r := range p.Rows {
			fmt.Fprintf(&b, "%d: %s|%s|%s|due %s|%s|%s|%s\n", r.Line, r.Type, r.TradeNo, r.Amount, r.RefundDue, r.OutTradeNo, r.BatchNo, r.At)
		}
		for _, r := range p.Reasons {
			fmt.Fprintf(&b, "%d: %s\n", r.Line, r.Reason)
		}
	}
	return b.String()
}
