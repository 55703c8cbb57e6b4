package reports_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"reconcile/ledger"
)

// Findings stand by severity, what is new before what is old, and then by money; their trades
// lead to the first of them, and files to the findings that name them.
func TestFindingsByMoney(t *testing.T) {
	b := sample(t)
	finding := func(id string, severity ledger.Severity, status ledger.Status, amount string) {
		f := b.findings[0]
		f.ID, f.Severity, f.Status, f.TradeNo, f.Amount = id, severity, status, tradeA, ref(yuan(t, amount))
		f.Evidence = []ledger.Place{{File: b.files[1].Path, Line: 3}, {File: b.files[1].Path, Line: 9}, {File: "gone.log", Line: 1}}
		b.findings = append(b.findings, f)
	}
	b.findings = b.findings[:1]
	finding("a", ledger.Error, ledger.StatusOpen, "900.00")
	finding("b", ledger.Error, ledger.StatusNew, "1.00")
	finding("c", ledger.Error, ledger.StatusNew, "2.00")
	finding("d", ledger.Warning, ledger.StatusNew, "9000.00")
	finding("e", ledger.Critical, ledger.StatusOpen, "0.01")
	b.findings = b.findings[1:]
	f := openWorkbook(t, write(t, b, report(t)))
	if got, want := column(t, f, findings, 0), []string{"e", "c", "b", "a", "d"}; !slices.Equal(got, want) {
		t.Errorf("findings stand as %q, want %q", got, want)
	}
	if got, want := raw(t, f, findings, "P2")+" "+raw(t, f, findings, "Q2"), "S02:3, S02:9, gone.log:1 S02"; got != want {
		t.Errorf("the evidence is %q, want %q", got, want)
	}
	for at, want := range map[string]string{findings + "!Q2": "'来源 Sources'!A3", "来源 Sources!D3": "'" + findings + "'!A2", "交易 Trades!B2": "'" + findings + "'!A2"} {
		sheet, cell, _ := strings.Cut(at, "!")
		if got := target(t, f, sheet, cell); got != want {
			t.Errorf("%s leads to %q, want %s", at, got, want)
		}
	}
	if got := raw(t, f, "来源 Sources", "D3") + " " + raw(t, f, "交易 Trades", "B2"); got != "5 5" {
		t.Errorf("findings of the file and of the trade: %s, want 5 each", got)
	}
}

// A member of an archive is named by the number of the archive.
func TestEvidenceInArchive(t *testing.T) {
	b := sample(t)
	b.files[0].Path = "bills/a.zip"
	b.findings[0].Evidence = []ledger.Place{{File: "bills/a.zip/b/c.csv", Line: 12}, {File: "bills/*.zip"}}
	b.findings = b.findings[:1]
	if got, want := raw(t, openWorkbook(t, write(t, b, report(t))), findings, "P2"), "S01/b/c.csv:12, bills/*.zip"; got != want {
		t.Errorf("the evidence is %q, want %q", got, want)
	}
}

// Sums stand behind the rows of a table, apart from them, beside the control totals.
func TestSumsBesideControlTotals(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	for sheet, want := range map[string][]string{
		"交易 Trades":  {"合计 Total|1239.56|2|4|5", "控制总数 Control total|1239.56|2|4|5"},
		"明细 Results": {"合计 Total, SUCCESS|1239.56", "控制总数 Control total|1239.56"},
	} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range rows[len(rows)-2:] {
			row = slices.DeleteFunc(row, func(text string) bool { return text == "" })
			got = append(got, strings.ReplaceAll(strings.Join(row, "|"), ",2", "2"))
		}
		if len(rows[len(rows)-3]) > 0 || !slices.Equal(got, want) {
			t.Errorf("%s ends with %q below %q, want %q below a free row", sheet, got, rows[len(rows)-3], want)
		}
	}
}

// A night without findings says so on every sheet that would be empty, in the language of the
// workbook, beside the first column: whoever reads rows by it finds none. Tabs are red only
// where there is something to act on.
func TestEmptySheetsSpeak(t *testing.T) {
	for language, want := range map[string]string{"en": "No open findings.", "zh": "没有未结异常。"} {
		b, r := sample(t), report(t)
		b.findings, b.tallies, b.previous, r.Language = nil, nil, nil, language
		f := openWorkbook(t, write(t, b, r))
		if got := raw(t, f, findings, "A2") + raw(t, f, findings, "B2"); got != want {
			t.Errorf("%s: the findings say %q, want %q", language, got, want)
		}
		for _, sheet := range []string{findings, summary, tieOut} {
			props, err := f.GetSheetProps(sheet)
			if err != nil || props.TabColorRGB == nil || !strings.HasSuffix(*props.TabColorRGB, "548235") {
				t.Errorf("%s: the tab of %s is %v, %v, want green", language, sheet, props.TabColorRGB, err)
			}
		}
	}
	props, err := openWorkbook(t, write(t, sample(t), report(t))).GetSheetProps(findings)
	if err != nil || !strings.HasSuffix(*props.TabColorRGB, "C00000") {
		t.Errorf("the tab of open findings is %s, %v, want red", *props.TabColorRGB, err)
	}
}

// Auditors' own sheets know the figures by name; the file says what it is, in its language.
func TestNamesAndProperties(t *testing.T) {
	r := report(t)
	f := openWorkbook(t, write(t, sample(t), r))
	got := map[string]string{}
	for _, name := range f.GetDefinedName() {
		if sheet, cell, ok := strings.Cut(strings.ReplaceAll(name.RefersTo, "$", ""), "!"); ok && name.Scope == "Workbook" {
			got[name.Name] = raw(t, f, strings.Trim(sheet, "'"), cell)
		}
	}
	for name, want := range map[string]string{"RunId": "7", "AsOf": "2026-03-07 02:30:00", "OpenFindings": "3", "RefundedTotal": "1239.56"} {
		if got[name] != want {
			t.Errorf("%s is %q, want %s", name, got[name], want)
		}
	}
	for language, want := range map[string]string{"en": "en-US", "zh": "zh-CN"} {
		r.Language = language
		f := openWorkbook(t, write(t, sample(t), r))
		props, err := f.GetDocProps()
		if err != nil || props.Language != want || props.Title != "批量退款对账 nightly 2026-03-07" {
			t.Errorf("the file says it is %q in %s, %v, want the refunds in %s", props.Title, props.Language, err, want)
		}
		if app, err := f.GetAppProps(); err != nil || app.Application != "reconcile "+r.Program {
			t.Errorf("the file was made by %q, %v", app.Application, err)
		}
	}
}

// The signatures are on the first page of the cover, however much there is to do.
func TestSignaturesOnFirstPage(t *testing.T) {
	b, r := sample(t), report(t)
	b.corrections = b.corrections[:1]
	for _, hold := range []ledger.Hold{ledger.FinalCode, ledger.AboveCap, ledger.FixFirstCode, ledger.UnknownCode, ledger.InvestigateCode, ledger.NoOrder, ledger.Conflict} {
		for range 2 {
			c := b.corrections[0]
			c.Status, c.Hold = ledger.Held, hold
			b.corrections = append(b.corrections, c)
		}
	}
	f := openWorkbook(t, write(t, b, r))
	height := 0.0
	for row := 1; ; row++ {
		points, err := f.GetRowHeight("封面 Cover", row)
		if err != nil {
			t.Fatal(err)
		}
		height += points
		if text := raw(t, f, "封面 Cover", "B"+strconv.Itoa(row)); text == "批准 Approved" {
			break
		}
		if row == 200 {
			t.Fatal("nobody signs")
		}
	}
	if page := 760.0; height > page {
		t.Errorf("the signatures end %.0f points below the head of the page, which has %.0f", height, page)
	}
}
