package reports_test

import (
	"archive/zip"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

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

// The charts show the rows of the summary that hold something: codes with open
// findings, days with results, ages by severity. What has nothing to show is left
// out.
func TestCharts(t *testing.T) {
	reference := regexp.MustCompile(`<f>&#39;汇总 Summary&#39;!([^<]*)</f>`)
	for name, c := range map[string]struct {
		spoil func(*books)
		want  []string
	}{
		"a night": {func(*books) {}, []string{
			"$F$1 $A$2:$A$4 $F$2:$F$4", "$O$1 $L$2:$L$7 $O$2:$O$7",
			"$R$1 $Q$2:$Q$6 $R$2:$R$6 $S$1 $Q$2:$Q$6 $S$2:$S$6 $T$1 $Q$2:$Q$6 $T$2:$T$6",
		}},
		"a clean one":    {func(b *books) { b.tallies, b.findings = nil, nil }, []string{"$O$1 $L$2:$L$7 $O$2:$O$7"}},
		"the first one":  {func(b *books) { b.tallies, b.findings, b.days = nil, nil, nil }, nil},
		"one of a month": {func(b *books) { b.tallies, b.findings, b.days[0].Date = nil, nil, "2025-12-31" }, []string{"$O$1 $L$2:$L$32 $O$2:$O$32"}},
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

// Charts say in words what they show, in the language of the workbook, and their
// axes begin with nought.
func TestChartsSpeak(t *testing.T) {
	r := report(t)
	r.Language = "zh"
	for i, title := range []string{"未结异常（按代码）", "每日退款金额（元）", "未结异常的账龄（天）"} {
		chart := parts(t, sample(t), r, "xl/charts/")[i]
		if !strings.Contains(chart, title) || !strings.Contains(chart, `<min val="0">`) {
			t.Errorf("chart %d lacks its title %s or the nought of its axis: %s", i+1, title, chart)
		}
		if drawing := parts(t, sample(t), r, "xl/drawings/drawing")[0]; !strings.Contains(drawing, `descr="`+title+`"`) {
			t.Errorf("chart %d has no text for those who cannot see it", i+1)
		}
	}
}

// Codes with open findings come first, so that the chart shows them all and no
// other.
func TestOpenCodesComeFirst(t *testing.T) {
	b := sample(t)
	b.tallies = []ledger.Tally{{Code: "UNDER_REFUND", Severity: ledger.Error, New: 1, Open: 1}, {Code: "NOT_IN_CATALOGUE", Severity: ledger.Warning, New: 2, Open: 2}}
	f := openWorkbook(t, write(t, b, report(t)))
	var got []string
	for _, at := range []string{"A2", "A3", "A4", "A5", "A6"} {
		got = append(got, raw(t, f, summary, at))
	}
	if want := "UNDER_REFUND NOT_IN_CATALOGUE OVER_REFUND MISSING_RESULT ATTEMPT_LIMIT_NEAR"; strings.Join(got, " ") != want {
		t.Errorf("codes = %v, want %s", got, want)
	}
}
