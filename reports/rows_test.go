package reports_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"reconcile/ledger"
)

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
		if got := raw(t, openWorkbook(t, write(t, b, report(t))), "明细 Results", "B2"); got != want {
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
	if got := bytes.Count(unzip(t, dir)["xl/worksheets/sheet7.xml"], []byte(`<t xml:space="preserve"> a`)); got != 2 {
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
		if got := raw(t, f, "明细 Results", "L"+row); got != place {
			t.Errorf("the place in row %s is %q, want %q", row, got, place)
		}
	}
}
