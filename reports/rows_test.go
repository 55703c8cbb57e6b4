package reports_test

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reconcile/ledger"
	"reconcile/reports"
)

// Whatever text comes from outside, the row that holds it passes the linter, and
// gives back what the cell shows: as it was, where nothing had to be escaped.
func TestTextInRows(t *testing.T) {
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"=1+1", "_x0041_", "_x005F_", "_x", "_", "&amp;", "<v>", "]]>", "\x00", "\x1b", "\r\n", "\u202e", "\ufffe", "\ufffd",
		"\xff", "😀", "长", " ", `"`, "'", "</row>", strings.Repeat("长", 20_000),
	}))
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(r, "text"), "")
		row, shown := reports.RowOf(text)
		if err := reports.LintRow(row); err != nil {
			r.Fatalf("%.80q: %v", text, err)
		}
		if got := textIn(r, row); got != shown {
			r.Fatalf("%.80q is read as %.80q, want %.80q", text, got, shown)
		}
		if plain := strings.Map(plainOnly, text); plain == text && len(text) < 30_000 && shown != text {
			r.Fatalf("%.80q is shown as %.80q", text, shown)
		}
	})
}

// plainOnly drops what cannot stand in a cell as it is.
func plainOnly(r rune) rune {
	if r < 0x20 || r > 0x7e {
		return -1
	}
	return r
}

// textIn is the text of the row's cell as readers of the format take it.
func textIn(r *rapid.T, row []byte) string {
	var parsed struct {
		Text string `xml:"c>is>t"`
	}
	if err := xml.Unmarshal(row, &parsed); err != nil {
		r.Fatalf("%.200s: %v", row, err)
	}
	return escapes.ReplaceAllStringFunc(parsed.Text, func(s string) string {
		code, err := strconv.ParseUint(s[2:6], 16, 16)
		if err != nil {
			r.Fatal(err)
		}
		return string(rune(code))
	})
}

// escapes are how the format writes characters that XML cannot hold (ECMA-376,
// 22.9.2.19).
var escapes = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// Moments are days since 1899 on the wall clock of Shanghai; what the format's
// days do not reach is text.
func TestMoments(t *testing.T) {
	for moment, want := range map[string]string{
		"2026-03-07 02:30:00": "46088.104166666664",
		"1901-01-01 00:00:00": "367",
		"1986-07-01 12:00:00": "31594.5", // summer time in Shanghai
		"1900-12-31 23:59:59": "1900-12-31 23:59:59",
		"0007-01-01 00:00:00": "0007-01-01 00:00:00",
	} {
		b := sample(t)
		b.results[0].NotifyTime = at(t, moment)
		if got := raw(t, openWorkbook(t, write(t, b, report(t))), "明细 Results", "A2"); got != want {
			t.Errorf("%s is stored as %s, want %s", moment, got, want)
		}
	}
}

// Text that comes again, at once or later, reads the same in every row, though a
// column keeps what it has encoded last.
func TestRepeatedTexts(t *testing.T) {
	texts := []string{"a", "a", "b", "a", "", "", "<a>", "<a>", " a", "a\n", "a\n", "a:2", "长", "长", ""}
	b := sample(t)
	one := b.results[0]
	b.results = nil
	for i, s := range texts {
		one.FeeCode, one.Place = s, ledger.Place{File: s, Line: int64(i)}
		b.results = append(b.results, one)
	}
	dir := write(t, b, report(t))
	if got := bytes.Count(unzip(t, dir)["xl/worksheets/sheet6.xml"], []byte(`<t xml:space="preserve"> a`)); got != 2 {
		t.Errorf("blanks at the beginning are kept %d times, not twice", got)
	}
	f := openWorkbook(t, dir)
	for i, s := range texts {
		shown, place := strings.ReplaceAll(s, "\n", `\n`), ""
		if s != "" {
			place = shown + ":" + strconv.Itoa(i)
		}
		row := strconv.Itoa(i + 2)
		if got := raw(t, f, "明细 Results", "I"+row); got != shown {
			t.Errorf("row %s holds %q, want %q", row, got, shown)
		}
		if got := raw(t, f, "明细 Results", "M"+row); got != place {
			t.Errorf("the place in row %s is %q, want %q", row, got, place)
		}
	}
}
