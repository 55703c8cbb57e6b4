package reports_test

import (
	"slices"
	"strings"
	"testing"

	"reconcile/ledger"
)

// A night that lacks nothing but what its findings say was not read is incomplete all the
// same: the cover says so, and summary.json. What people accept is not said again.
func TestUnreadIsIncomplete(t *testing.T) {
	b := sample(t)
	b.tallies = append(b.tallies,
		ledger.Tally{Code: "EVIDENCE_HOLE", Severity: ledger.Error, New: 2, Open: 2, Accepted: 1},
		ledger.Tally{Code: "UNREAD_CAPTURE", Severity: ledger.Error, Opening: 1, Open: 1, Accepted: 1})
	r := report(t)
	r.Rules = append(r.Rules, ledger.Rule{Code: "EVIDENCE_HOLE", Severity: ledger.Error, EN: "a day of the series has no file"})
	dir := write(t, b, r)
	rows, err := openWorkbook(t, dir).GetRows("封面 Cover")
	if err != nil {
		t.Fatal(err)
	}
	var cover []string
	for _, row := range rows {
		cover = append(cover, strings.TrimSpace(strings.Join(row, " ")))
	}
	if !slices.ContainsFunc(cover, func(line string) bool { return strings.HasPrefix(line, "■ 不完整 INCOMPLETE") }) {
		t.Errorf("the cover does not say that the run is incomplete:\n%s", strings.Join(cover, "\n"))
	}
	if want := "EVIDENCE_HOLE 1: a day of the series has no file"; !slices.Contains(cover, want) {
		t.Errorf("the cover lacks %q:\n%s", want, strings.Join(cover, "\n"))
	}
	want := `"incomplete":{"findings":{"EVIDENCE_HOLE":1}}`
	if text := strings.Join(strings.Fields(texts(t, dir)["summary.json"]), ""); !strings.Contains(text, want) {
		t.Errorf("summary.json lacks %s:\n%s", want, text)
	}
}
