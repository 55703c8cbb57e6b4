package alipay

import (
	"slices"
	"strings"

	"reconcile/words"
)

// Class is what may be done about an error code.
type Class string

// The classes.
const (
	Reissue     Class = "reissue"     // nothing is wrong with the refund: issue it again
	FixFirst    Class = "fix_first"   // account, contract or keys must be fixed first
	Investigate Class = "investigate" // the outcome is unknown or contradicts the books: it may have run
	Final       Class = "final"       // never again for this trade
)

// ParseClass parses the name of a class.
func ParseClass(name string) (Class, error) {
	switch c := Class(name); c {
	case Reissue, FixFirst, Investigate, Final:
		return c, nil
	}
	return "", words.Errorf("unknown class %s (want %s)", Quote(name),
		strings.Join([]string{string(Reissue), string(FixFirst), string(Investigate), string(Final)}, ", "))
}

// The sources of a Code.
const (
	sourceBusiness      = "9.1" // table 9-1, answers about a batch or a trade
	sourceSystem        = "9.2" // table 9-2, faults of Alipay's own
	sourceObserved      = "observed"
	sourceConfiguration = "configuration"
)

// A Code is one row of the error-code table (§9): why a trade was not refunded,
// or a request refused.
type Code struct {
	Code   string `json:"code"`
	Source string `json:"source"` // "9.1", "9.2", "observed" (in real notifications) or "configuration"
	Class  Class  `json:"class"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Advice string `json:"advice"`
}

// AdviceZH is the advice about a code in Chinese; what the table does not have stays as it is.
func AdviceZH(advice string) string {
	if zh, ok := adviceZH[advice]; ok {
		return zh
	}
	return advice
}

// Codes is an error-code table in the order of the document.
type Codes []Code

// ErrorCodes returns a new copy of the built-in table: the codes of tables 9-1 and 9-2,
// then those that only real notifications have.
func ErrorCodes() Codes {
	return slices.Concat(businessCodes(), systemCodes(), observedCodes())
}

// Lookup finds a code; letter case matters. A linear search takes a tenth of a
// microsecond.
func (cs Codes) Lookup(code string) (Code, bool) {
	for i := range cs {
		if cs[i].Code == code {
			return cs[i], true
		}
	}
	return Code{}, false
}

// Reclass returns a copy in which code has the class. A code that is not in the table
// is added with source "configuration".
func (cs Codes) Reclass(code string, class Class) Codes {
	out := slices.Clone(cs)
	for i := range out {
		if out[i].Code == code {
			out[i].Class = class
			return out
		}
	}
	return append(out, Code{Code: code, Source: sourceConfiguration, Class: class})
}
