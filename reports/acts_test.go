package reports_test

import (
	"strings"
	"testing"
)

// A change of the configuration stands behind the acts, at the moment of the run, and shows
// of the partner what every report shows.
func TestActsShowChanges(t *testing.T) {
	b, r := sample(t), report(t)
	b.policy.Header.Program, r.Policy.Header.Program = "0.1.0", "0.2.0"
	r.Policy.Merchant.Partner, r.Policy.Gateway = r.Partner, "https://mapi.alipay.com/gateway.do"
	b.policy.Gateway = r.Policy.Gateway
	b.policy.Codes, b.policy.ResultGrace, b.policy.AttemptWarning, b.policy.HasRequests = r.Policy.Codes, r.Policy.ResultGrace, 90, true
	f := openWorkbook(t, write(t, b, r))
	rows, err := f.GetRows("操作 Acts")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows[len(b.acts)+1:] {
		got = append(got, row[0]+": "+strings.Join(row[len(row)-4:], " | "))
	}
	want := "2026-03-07 02:30:00: since run 6, before this one | program | 0.1.0 | 0.2.0\n" +
		"2026-03-07 02:30:00: since run 6, before this one | partner | not set | 2088********7254"
	if strings.Join(got, "\n") != want {
		t.Errorf("changes are\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}
