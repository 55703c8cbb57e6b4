package forms

import (
	"fmt"
	"slices"
	"strings"

	"reconcile/alipay"
)

// A Form is one way to write parameters into a log.
type Form struct {
	Name string
	By   string // what writes so

	Lines    bool // one capture takes several lines
	Together bool // several captures stand in one line
	Table    bool // the line before the captures names their columns
	Request  bool // only requests are written so

	print func([]capture) string
}

// A capture is what is printed: parameters, and the text of their values.
type capture struct {
	raw alipay.Params // the values in the charset of the sender
	ps  alipay.Params // the values as text
	no  int           // among those that are printed at once, from 0
}

// Print returns the lines of a log that hold parameters in their order, whose values are
// in a charset. It panics where they are not: a test has made them.
func (f Form) Print(cs alipay.Charset, captures ...alipay.Params) string {
	all := make([]capture, len(captures))
	for i, raw := range captures {
		all[i] = capture{raw: raw, no: i}
		for _, p := range raw {
			text, err := cs.Decode(p.Value)
			if err != nil {
				panic(fmt.Sprintf("%s is not in %s: %v", p.Name, cs, err))
			}
			all[i].ps = append(all[i].ps, alipay.Param{Name: p.Name, Value: text})
		}
	}
	return f.print(all)
}

// All returns the forms of notifications and requests.
func All() []Form {
	return slices.Concat(encoded(), jsonStrings(), jsonObjects(), pairs(), php(), scripts(), tables(), markup(), containers())
}

// Requests returns the forms of requests: All, and those that only requests have.
func Requests() []Form { return append(All(), submissions()...) }

// Named returns a form by its name. It panics where there is none.
func Named(name string) Form {
	for _, f := range Requests() {
		if f.Name == name {
			return f
		}
	}
	panic("no form is named " + name)
}

// each makes a printer of one capture that of many, one after the other.
func each(print func(capture) string) func([]capture) string {
	return func(all []capture) string {
		var b strings.Builder
		for _, c := range all {
			b.WriteString(print(c))
			b.WriteByte('\n')
		}
		return b.String()
	}
}

// within prints captures between two texts, with another one between them, in one line.
func within(open, between, shut string, print func(capture) string) func([]capture) string {
	return func(all []capture) string {
		parts := make([]string, len(all))
		for i, c := range all {
			parts[i] = print(c)
		}
		return open + strings.Join(parts, between) + shut + "\n"
	}
}

// joined prints the parameters of a capture between two texts, with another one between
// them.
func joined(ps alipay.Params, open, between, shut string, print func(name, value string) string) string {
	parts := make([]string, len(ps))
	for i, p := range ps {
		parts[i] = print(p.Name, p.Value)
	}
	return open + strings.Join(parts, between) + shut
}

// at is when a capture is logged, yyyy-MM-dd HH:mm:ss: the moment that it names.
func (c capture) at() string {
	for _, name := range []string{"notify_time", "refund_date"} {
		if _, err := alipay.ParseTime(c.ps.Get(name)); err == nil {
			return c.ps.Get(name)
		}
	}
	return "2026-03-10 13:45:09"
}

// iso is at in RFC 3339.
func (c capture) iso() string { return strings.Replace(c.at(), " ", "T", 1) + "+08:00" }
