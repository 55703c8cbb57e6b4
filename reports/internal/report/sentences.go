package report

import (
	"strings"

	"reconcile/ledger"
)

// A Sentences is the rules by code, their sentences taken apart.
type Sentences map[string]*Rule

// A Rule is a rule whose sentences are cut into text and the names of what is
// put in.
type Rule struct {
	ledger.Rule
	en, zh []string // odd ones are the names of values
}

func NewSentences(rules []ledger.Rule) Sentences {
	c := make(Sentences, len(rules))
	for _, r := range rules {
		c[r.Code] = &Rule{Rule: r, en: cutSentence(r.SaysEN), zh: cutSentence(r.SaysZH)}
	}
	return c
}

// Of finds the rule of a finding; one without sentences, where there is none.
func (c Sentences) Of(code string) *Rule {
	if r, ok := c[code]; ok {
		return r
	}
	return &Rule{Rule: ledger.Rule{Code: code}}
}

// The names of values in sentences.
const (
	ofAmount   = "{amount}"
	ofExpected = "{expected}"
	ofActual   = "{actual}"
)

// cutSentence cuts a sentence before and behind each name of a value.
func cutSentence(says string) []string {
	var pieces []string
	from := 0
	for i := range says {
		for _, name := range []string{ofAmount, ofExpected, ofActual} {
			if strings.HasPrefix(says[i:], name) {
				pieces = append(pieces, says[from:i], name)
				from = i + len(name)
			}
		}
	}
	return append(pieces, says[from:])
}

// Message is what ledger.Rule.Message says of a finding.
func (r *Rule) Message(f *ledger.Finding, language string) string {
	pieces := r.en
	if language == "zh" {
		pieces = r.zh
	}
	if len(pieces) == 1 {
		return pieces[0]
	}
	var b strings.Builder
	for i, piece := range pieces {
		if i%2 == 1 {
			piece = valueOf(piece, f)
		}
		b.WriteString(piece)
	}
	return b.String()
}

func valueOf(name string, f *ledger.Finding) string {
	switch {
	case name == ofAmount && f.Amount != nil:
		return f.Amount.String()
	case name == ofExpected:
		return f.Expected
	case name == ofActual && f.Actual == "":
		return "—"
	case name == ofActual:
		return f.Actual
	}
	return ""
}
