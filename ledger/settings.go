package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Setting is what a run was decided by, under the name that the configuration has for it.
// Value is empty where it is not set.
type Setting struct{ Name, Value string }

// A SettingChange is a setting that is not what it was.
type SettingChange struct{ Name, Before, Now string }

// Names of settings that the configuration has no value of.
const (
	SettingProgram = "program" // the version of the program
	SettingKeys    = "keys"    // what the names of keys begin with
)

// Settings are the settings of a policy: the version of the program, the keys as far as they
// may be told (alipay.KeyNames), and what of the configuration decides anything. A policy
// that was never recorded has none.
func (p Policy) Settings() []Setting {
	if p.Header.Program == "" {
		return nil
	}
	return slices.Concat([]Setting{{SettingProgram, p.Header.Program}}, p.accountSettings(), p.correctionSettings(), p.codeSettings(), []Setting{
		{"people", strings.Join(p.People, ", ")},
		{"job.account", p.Header.Account},
		{"job.requests", yes(p.HasRequests)},
		{"job.language", p.Header.Language},
		{"job.report.scope", string(p.Header.Scope)},
	})
}

func (p Policy) accountSettings() []Setting {
	m := p.Merchant
	return []Setting{
		{SettingKeys + " that verify", strings.Join(p.Keys.Verify, ", ")},
		{SettingKeys + " that sign", strings.Join(p.Keys.Sign, ", ")},
		{"partner", m.Partner},
		{"seller_email", m.SellerEmail},
		{"seller_user_id", m.SellerUserID},
		{"charset", string(m.Charset)},
		{"notify_url", m.NotifyURL},
		{"verify", map[bool]string{true: "off", false: "on"}[p.Header.VerifyOff]},
		{"gateway", p.Gateway},
		{"result_grace", hours(p.ResultGrace)},
		{"attempt_warning", strconv.Itoa(p.AttemptWarning)},
	}
}

func (p Policy) correctionSettings() []Setting {
	release, since := "auto", ""
	if p.Manual && !p.Withheld {
		release = "manual"
	}
	if p.CompleteSince != 0 {
		since = p.CompleteSince.String()
	}
	return []Setting{
		{"corrections.complete_since", since},
		{"corrections.release", release},
		{"corrections.approvals", strconv.Itoa(p.Approvals)},
		{"corrections.reason", p.Reason},
		{"corrections.max_lines", strconv.Itoa(p.MaxLines)},
		{"corrections.line_cap", amountText(p.LineCap)},
		{"corrections.run_cap", amountText(p.RunCap)},
		{"corrections.batch_prefix", p.BatchPrefix},
	}
}

func (p Policy) codeSettings() (list []Setting) {
	for _, c := range p.reclassed() {
		list = append(list, Setting{"error_codes." + c.Code, string(c.Class)})
	}
	return list
}

// ChangedSettings are the settings that are not what they were, in the order of Settings, and
// those that are there no more behind them. Of a policy that was never recorded nobody knows
// what changed.
func ChangedSettings(before, now Policy) (list []SettingChange) {
	was, is := before.Settings(), now.Settings()
	if len(was) == 0 || len(is) == 0 {
		return nil
	}
	for _, s := range is {
		if old := valueOf(was, s.Name); old != s.Value {
			list = append(list, SettingChange{s.Name, old, s.Value})
		}
	}
	for _, s := range was {
		if named := func(t Setting) bool { return t.Name == s.Name }; !slices.ContainsFunc(is, named) {
			list = append(list, SettingChange{Name: s.Name, Before: s.Value})
		}
	}
	return list
}

// valueOf is the value of a setting, empty where it is not set.
func valueOf(list []Setting, name string) string {
	for _, s := range list {
		if s.Name == name {
			return s.Value
		}
	}
	return ""
}

func yes(is bool) string { return map[bool]string{true: "yes", false: "no"}[is] }

// hours prints a duration as the configuration has it: whole hours as "26h".
func hours(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return d.String()
}
