package main

import (
	"encoding/json"
	"time"

	"reconcile/alipay"
)

// schema is the version of the JSON that commands print. Within a version keys
// are only added.
const schema = 1

// printJSON prints one document for programs.
func (p *program) printJSON(v any) error {
	e := json.NewEncoder(p.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// stamp prints a moment in Shanghai, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(alipay.Shanghai()).Format(alipay.TimeLayout)
}

// amountText prints an amount that may be unknown, "" for none.
func amountText(m *alipay.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}
