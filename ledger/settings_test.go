package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// Every setting that a run was decided by tells that it changed, and of both what it was and
// what it is; what holds of one run alone is none.
func TestChangedSettings(t *testing.T) {
	fen := func(n int64) *alipay.Money { m := alipay.Fen(n); return &m }
	w := newWorld(t)
	w.policy.Header = ledger.ReportHeader{Program: "0.1.0", Account: "demo"}
	w.policy.Keys.Verify = []string{"RSA 1"}
	base := w.policy
	for want, change := range map[string]func(*ledger.Policy){
		"":                                       func(*ledger.Policy) {},
		"program 0.1.0 > 0.2.0":                  func(p *ledger.Policy) { p.Header.Program = "0.2.0" },
		"people  > Li, Wang":                     func(p *ledger.Policy) { p.People = []string{"Li", "Wang"} },
		"job.account demo > main":                func(p *ledger.Policy) { p.Header.Account = "main" },
		"job.language  > zh":                     func(p *ledger.Policy) { p.Header.Language = "zh" },
		"job.requests yes > no":                  func(p *ledger.Policy) { p.HasRequests = false },
		"job.report.scope  > open":               func(p *ledger.Policy) { p.Header.Scope = ledger.ScopeOpen },
		"keys that verify RSA 1 > RSA 2":         func(p *ledger.Policy) { p.Keys.Verify = []string{"RSA 2"} },
		"keys that sign  > RSA 3, RSA 4":         func(p *ledger.Policy) { p.Keys.Sign = []string{"RSA 3", "RSA 4"} },
		"seller_email shop@example.com >":        func(p *ledger.Policy) { p.Merchant.SellerEmail = "" },
		"seller_user_id  > 2088101008267254":     func(p *ledger.Policy) { p.Merchant.SellerUserID = partner },
		"charset utf-8 > GBK":                    func(p *ledger.Policy) { p.Merchant.Charset = alipay.GBK },
		"notify_url  > https://shop.example.com": func(p *ledger.Policy) { p.Merchant.NotifyURL = "https://shop.example.com" },
		"verify on > off":                        func(p *ledger.Policy) { p.Header.VerifyOff = true },
		"gateway https://mapi.alipay.com/gateway.do > https://example.com": func(p *ledger.Policy) { p.Gateway = "https://example.com" },
		"result_grace 26h > 1h30m0s":                                       func(p *ledger.Policy) { p.ResultGrace = 90 * time.Minute },
		"attempt_warning 90 > 80":                                          func(p *ledger.Policy) { p.AttemptWarning = 80 },
		"corrections.complete_since 2026-01-01 >":                          func(p *ledger.Policy) { p.CompleteSince = 0 },
		"corrections.release auto > manual":                                func(p *ledger.Policy) { p.Manual = true },
		"corrections.approvals 0 > 2":                                      func(p *ledger.Policy) { p.Approvals = 2 },
		"corrections.reason 协商退款 > 退款":                                     func(p *ledger.Policy) { p.Reason = "退款" },
		"corrections.max_lines 1000 > 10":                                  func(p *ledger.Policy) { p.MaxLines = 10 },
		"corrections.line_cap  > 5.00":                                     func(p *ledger.Policy) { p.LineCap = fen(500) },
		"corrections.run_cap  > 50.00":                                     func(p *ledger.Policy) { p.RunCap = fen(5000) },
		"corrections.batch_prefix 9 > 8":                                   func(p *ledger.Policy) { p.BatchPrefix = "8" },
		"error_codes.SYSTEM_ERROR  > final":                                func(p *ledger.Policy) { p.Codes = p.Codes.Reclass("SYSTEM_ERROR", alipay.Final) },
		" ":                                                                func(p *ledger.Policy) { p.Manual, p.Withheld = true, true },
	} {
		w.policy = base
		first := w.night().Policy
		change(&w.policy)
		second := w.night().Policy
		var got []string
		for _, c := range ledger.ChangedSettings(first, second) {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s > %s", c.Name, c.Before, c.Now)))
		}
		if strings.Join(got, "; ") != strings.TrimSpace(want) {
			t.Errorf("changed: %q, want %q", got, want)
		}
	}
	other := base // of another account
	other.Merchant.Partner = "2088101008267255"
	if got := ledger.ChangedSettings(base, other); len(got) != 1 || got[0] != (ledger.SettingChange{Name: "partner", Before: partner, Now: "2088101008267255"}) {
		t.Errorf("changed: %v, want the partner", got)
	}
}

// A class that is as the table has it again is told, and a run whose policy was never
// recorded changes nothing.
func TestChangedSettingsOfOthers(t *testing.T) {
	before := ledger.Policy{Codes: alipay.ErrorCodes().Reclass("SYSTEM_ERROR", alipay.Final), Header: ledger.ReportHeader{Program: "1"}}
	now := ledger.Policy{Codes: alipay.ErrorCodes(), Header: ledger.ReportHeader{Program: "1"}}
	want := []ledger.SettingChange{{Name: "error_codes.SYSTEM_ERROR", Before: "final"}}
	if got := ledger.ChangedSettings(before, now); !slices.Equal(got, want) {
		t.Errorf("changed: %v, want %v", got, want)
	}
	if got := ledger.ChangedSettings(ledger.Policy{}, now); got != nil {
		t.Errorf("changed since nothing was recorded: %v", got)
	}
}
