package reports_test

import (
	"slices"
	"strings"
	"testing"

	"reconcile/ledger"
)

// The ages of open findings fall into five groups, their borders among them; what is closed
// has no age. The groups are headed by their days.
func TestAgesAreGrouped(t *testing.T) {
	b := sample(t)
	like := b.findings[0]
	b.findings = nil
	for _, days := range []int{0, 1, 2, 7, 8, 30, 31, 90, 91, 4000} {
		like.AgeDays = days
		b.findings = append(b.findings, like)
	}
	like.Status = ledger.StatusClosed
	b.findings = append(b.findings, like)
	f := openWorkbook(t, write(t, b, report(t)))
	var got []string
	for _, row := range []string{"2", "3", "4", "5", "6", "7"} {
		got = append(got, strings.TrimSpace(raw(t, f, chartData, "I"+row)+" "+raw(t, f, chartData, "J"+row)))
	}
	if want := []string{"0–1 2", "2–7 2", "8–30 2", "31–90 2", "> 90 2", ""}; !slices.Equal(got, want) {
		t.Errorf("ages = %q, want %q", got, want)
	}
}

// A finding says since when its event is, and when a run saw it first.
func TestSinceAndFirstSeen(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	var got []string
	for _, at := range []string{"R1", "R3", "S3", "W3"} {
		got = append(got, raw(t, f, findings, at))
	}
	if want := "起于 Since, 2025-11-20, 107, 6"; strings.Join(got, ", ") != want {
		t.Errorf("the finding of an old payment = %s, want %s", strings.Join(got, ", "), want)
	}
}
