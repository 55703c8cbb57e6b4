package report

import (
	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/words"
)

// A Sentences is the rules by code, with their sentences.
type Sentences map[string]*Rule

// A Rule is a rule whose sentences are cut once for all of its findings.
type Rule struct {
	ledger.Rule
	en, zh func(amount *alipay.Money, expected, actual string) string
}

func NewSentences(rules []ledger.Rule) Sentences {
	c := make(Sentences, len(rules))
	for _, r := range rules {
		c[r.Code] = newRule(r)
	}
	return c
}

func newRule(r ledger.Rule) *Rule { return &Rule{r, r.Sentence("en").With, r.Sentence("zh").With} }

// Of finds the rule of a finding; one without sentences, where there is none.
func (c Sentences) Of(code string) *Rule {
	if r, ok := c[code]; ok {
		return r
	}
	return newRule(ledger.Rule{Code: code})
}

// Acts are the kinds of acts that end the findings of a code.
func (c Sentences) Acts(code string) []string { return c.Of(code).Acts }

// Message is the sentence about a finding, in "zh" or else English.
func (r *Rule) Message(f *ledger.Finding, language string) string {
	if language == "zh" {
		return r.zh(f.Amount, words.Chinese.Read(f.Expected), words.Chinese.Read(f.Actual))
	}
	return r.en(f.Amount, f.Expected, f.Actual)
}
