package main

import (
	"errors"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// A findingFilter says which findings of a run are shown: those of which every part is
// true. A part that says nothing is true of all.
type findingFilter struct {
	rules      map[string]ledger.Rule
	codes      []string
	severities []ledger.Severity
	trade      string
	fresh, all bool
}

// newFindingFilter checks what the flags say.
func newFindingFilter(s findingsSettings) (f findingFilter, err error) {
	f = findingFilter{trade: s.trade, fresh: s.fresh, all: s.all}
	if f.rules, err = rulesByCode(); err != nil {
		return f, err
	}
	for _, code := range s.codes {
		code, bad := f.ruleCode(strings.TrimSpace(code))
		f.codes, err = append(f.codes, code), errors.Join(err, bad)
	}
	if err != nil {
		return f, err
	}
	if f.severities, err = severitiesFrom(s.severity); err != nil {
		return f, err
	}
	if s.trade != "" && !alipay.IsTradeNo(s.trade) {
		err = &hint.UsageError{Err: words.Errorf("--trade %s: no trade number: want 16 to 32 digits", alipay.Quote(s.trade))}
	}
	return f, err
}

// ruleCode is a code as the catalogue writes it.
func (f findingFilter) ruleCode(code string) (string, error) {
	if r, ok := f.rules[code]; ok {
		return r.Code, nil
	}
	var known []string
	for code := range f.rules {
		known = append(known, code)
	}
	slices.Sort(known)
	return "", hint.With(words.Errorf("no rule has the code %s%s", code, hint.Suggest(strings.ToUpper(code), known)), "reconcile rules lists them")
}

// severityWords are the severities, the worst first.
func severityWords() []string {
	return []string{string(ledger.Critical), string(ledger.Error), string(ledger.Warning)}
}

// severitiesFrom are the severities from a level on, the worst first; all for "".
func severitiesFrom(level string) ([]ledger.Severity, error) {
	known := severityWords()
	at := slices.Index(known, level)
	switch {
	case level == "":
		at = len(known) - 1
	case at < 0:
		return nil, &hint.UsageError{Err: words.Errorf("--severity %s: no such level%s", alipay.Quote(level), hint.SuggestOrList(strings.ToLower(level), known))}
	}
	var list []ledger.Severity
	for _, word := range known[:at+1] {
		list = append(list, ledger.Severity(word))
	}
	return list, nil
}

// counts reports whether a finding is one of all that could be shown.
func (f findingFilter) counts(found ledger.Finding) bool {
	return f.all || found.Status != ledger.StatusClosed
}

// shows reports whether a finding is shown.
func (f findingFilter) shows(found ledger.Finding) bool {
	return (len(f.codes) == 0 || slices.Contains(f.codes, found.Code)) &&
		slices.Contains(f.severities, found.Severity) &&
		(f.trade == "" || found.TradeNo == f.trade) &&
		(!f.fresh || found.Status == ledger.StatusNew)
}
