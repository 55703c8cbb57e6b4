package xlsx_test

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reconcile/reports/internal/xlsx"
)

// Whatever text comes from outside, the row that holds it passes the check, and
// gives back what the cell shows: as it was, where nothing had to be escaped.
func TestTextInRows(t *testing.T) {
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"=1+1", "_x0041_", "_x005F_", "_x", "_", "&amp;", "<v>", "]]>", "\x00", "\x1b", "\r\n", "\u202e", "\ufffe", "\ufffd",
		"\xff", "😀", "长", " ", `"`, "'", "</row>", strings.Repeat("长", 20_000),
	}))
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(r, "text"), "")
		row, shown := xlsx.RowOf(text)
		if _, err := xlsx.CheckRows(row); err != nil {
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
