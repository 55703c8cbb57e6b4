package reports_test

import (
	"archive/zip"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

// parts are the parts of a workbook whose names begin so, in order.
func parts(t *testing.T, b reports.Books, r reports.Report, prefix string) (list []string) {
	t.Helper()
	z, err := zip.OpenReader(filepath.Join(write(t, b, r), "reconcile-nightly-2026-03-07.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, prefix) {
			continue
		}
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(text))
	}
	return list
}

// The charts show the rules with money in open findings, in the colours of their severity;
// days with results; ages by severity. What has fewer than three points is left out.
func TestCharts(t *testing.T) {
	reference := regexp.MustCompile(`<f>&#39;图表 Chart data&#39;!([^<]*)</f>`)
	for name, c := range map[string]struct {
		spoil func(*books)
		want  []string
	}{
		"a night": {spread, []string{
			"$B$1 $A$2:$A$4 $B$2:$B$4 $C$1 $A$2:$A$4 $C$2:$C$4 $D$1 $A$2:$A$4 $D$2:$D$4", "$H$1 $E$2:$E$7 $H$2:$H$7",
			"$J$1 $I$2:$I$6 $J$2:$J$6 $K$1 $I$2:$I$6 $K$2:$K$6 $L$1 $I$2:$I$6 $L$2:$L$6",
		}},
		"two findings":   {func(b *books) { b.tallies, b.findings = b.tallies[:2], b.findings[:2] }, []string{"$H$1 $E$2:$E$7 $H$2:$H$7"}},
		"a clean one":    {func(b *books) { b.tallies, b.findings = nil, nil }, []string{"$H$1 $E$2:$E$7 $H$2:$H$7"}},
		"the first one":  {func(b *books) { b.tallies, b.findings, b.days = nil, nil, nil }, nil},
		"one of a month": {func(b *books) { b.tallies, b.findings, b.days[0].Date = nil, nil, "2025-12-31" }, []string{"$H$1 $E$2:$E$32 $H$2:$H$32"}},
	} {
		b := sample(t)
		c.spoil(b)
		var got []string
		for _, chart := range parts(t, b, report(t), "xl/charts/") {
			var refs []string
			for _, m := range reference.FindAllStringSubmatch(chart, -1) {
				refs = append(refs, m[1])
			}
			got = append(got, strings.Join(refs, " "))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("charts of %s = %q, want %q", name, got, c.want)
		}
	}
}

// spread gives three findings money and ages of three groups.
func spread(b *books) {
	for i := range b.tallies {
		b.tallies[i].Open, b.tallies[i].Amount = max(b.tallies[i].Open, 1), alipay.Fen(int64(100*(i+1)))
	}
	for i := range b.findings {
		b.findings[i].AgeDays = []int{1, 5, 20, 60}[i]
	}
}

// Charts say in words and figures what they show, in the language of the workbook, and their
// axes begin with nought.
func TestChartsSpeak(t *testing.T) {
	b := sample(t)
	spread(b)
	r := report(t)
	r.Language = "zh"
	for i, title := range []string{"未结异常的金额（按规则，元）", "每日退款金额（元）", "未结异常的账龄（天）"} {
		chart := parts(t, b, r, "xl/charts/")[i]
		if !strings.Contains(chart, title) || !strings.Contains(chart, `<min val="0">`) {
			t.Errorf("chart %d lacks its title %s or the nought of its axis: %s", i+1, title, chart)
		}
		if drawing := parts(t, b, r, "xl/drawings/drawing")[0]; !regexp.MustCompile(`descr="` + title + `: [^"]*\d`).MatchString(drawing) {
			t.Errorf("chart %d has no text for those who cannot see it", i+1)
		}
	}
}

// Codes with open findings stand by severity; those that have found nothing are counted.
func TestOpenCodesComeFirst(t *testing.T) {
	b := sample(t)
	b.tallies = []ledger.Tally{{Code: "NOT_IN_CATALOGUE", Severity: ledger.Warning, New: 2, Open: 2}, {Code: "MISSING_RESULT", Severity: ledger.Error, Opening: 1, Closed: 1}, {Code: "UNDER_REFUND", Severity: ledger.Error, New: 1, Open: 1}}
	f := openWorkbook(t, write(t, b, report(t)))
	var got []string
	for _, at := range []string{"A2", "A3", "A4", "A6"} {
		got = append(got, raw(t, f, summary, at))
	}
	if want := "UNDER_REFUND NOT_IN_CATALOGUE MISSING_RESULT 2 rules found nothing: see 规则 Rules"; strings.Join(got, " ") != want {
		t.Errorf("codes = %v, want %s", got, want)
	}
}
