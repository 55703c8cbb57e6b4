// Package rules is the catalogue of findings: one file a rule, with a head that is its
// documentation and the SELECT that yields its findings.
package rules

import (
	"cmp"
	"embed"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/words"
)

//go:embed *.sql
var files embed.FS

// A Severity ranks findings: critical, error, warning.
type Severity string

// The severities, worst first.
const (
	Critical Severity = "critical"
	Error    Severity = "error"
	Warning  Severity = "warning"
)

// Rank orders severities: critical 0, error 1, warning 2, any other -1.
func (s Severity) Rank() int { return slices.Index([]Severity{Critical, Error, Warning}, s) }

// A Rule is one row of the catalogue of findings: the head of its file, and its
// SELECT.
type Rule struct {
	Code      string
	Severity  Severity
	Subject   string // what a finding is about: "trade", "batch and trade", …
	Holds     bool   // an open finding holds corrections back (contract 4.2)
	EN, ZH    string // when the rule fires, one sentence for people
	SaysEN    string // about one finding; {amount}, {expected} and {actual} stand for its values
	SaysZH    string
	Values    string   // what expected and actual are: "money", "count", "time" or "text"
	Looks     string   // what a run has to look at again for it: "trade", "batch", "open" or "all"
	Since     string   // the event that its age counts from, one of SinceEvents
	Acts      []string // the kinds of acts that end a finding, in the order of advice, each one of Ends (contract 4.4)
	Section   string   // of the contract and the interface document
	Threshold string   // the setting it depends on; empty where none
	Params    []string // what the parameters $1, $2, … are
	Select    string
}

// What a run has to look at again for a rule. What is said of one trade or batch
// changes when something new is known about it; what is open changes with time, too.
const (
	LookTrade = "trade"
	LookBatch = "batch"
	LookOpen  = "open"
	LookAll   = "all"
)

// The events that the age of a finding counts from (contract 7).
const (
	SincePayment      = "payment"      // the payment of its trade
	SinceExcess       = "excess"       // the refund that went beyond what was expected
	SinceSubmission   = "submission"   // the last refund of its trade that was submitted
	SinceAttempt      = "attempt"      // the attempt that reached the limit
	SinceRequest      = "request"      // the request of its batch, else the day of the batch number
	SinceResult       = "result"       // the first result of its trade in its batch, or of its batch
	SinceBill         = "bill"         // the first refund of its trade and batch on a bill
	SinceNotification = "notification" // the first delivery of its notification
	SinceLine         = "line"         // the line of a log
	SinceLogged       = "logged"       // when it was logged, else as a line: what it states is not to be trusted
	SinceDay          = "day"          // the day that it is about
	SinceRun          = "run"          // none: the run that saw it first
)

// SinceEvents are all of them.
func SinceEvents() []string {
	return []string{SincePayment, SinceExcess, SinceSubmission, SinceAttempt, SinceRequest, SinceResult, SinceBill,
		SinceNotification, SinceLine, SinceLogged, SinceDay, SinceRun}
}

// The kinds of acts by which a person ends a finding or a hold (contract 4.4).
const (
	Submitted  = "submitted"  // a batch was submitted
	Void       = "void"       // a batch never ran
	Succeeded  = "succeeded"  // a line ran
	Failed     = "failed"     // a line failed
	Elsewhere  = "elsewhere"  // the buyer got the money another way, or forwent it
	Paid       = "paid"       // what was paid
	Unrefunded = "unrefunded" // nothing of a trade was refunded that the books do not know
	Allow      = "allow"      // a trade may be refunded once
	Dismiss    = "dismiss"    // a finding was looked into
	Undo       = "undo"       // an act was wrong
)

// Ends are those that may end a finding.
func Ends() []string {
	return []string{Void, Succeeded, Failed, Elsewhere, Paid, Dismiss, Undo}
}

// All returns the catalogue, the worst severity first, then by code. An error
// names the file whose head is wrong.
func All() ([]Rule, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	var rules []Rule
	for _, e := range entries {
		text, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, err
		}
		r, err := parse(string(text))
		if err != nil {
			return nil, words.Errorf("rules/%s: %w", e.Name(), err)
		}
		if e.Name() != strings.ToLower(r.Code)+".sql" {
			return nil, words.Errorf("rules/%s: holds the rule %s", e.Name(), r.Code)
		}
		rules = append(rules, r)
	}
	slices.SortFunc(rules, func(a, b Rule) int {
		return cmp.Or(a.Severity.Rank()-b.Severity.Rank(), strings.Compare(a.Code, b.Code))
	})
	return rules, nil
}

// HasAmount reports whether money applies to the findings of the rule.
func (r Rule) HasAmount() bool { return !strings.Contains(r.Select, "NULL AS amount_fen") }

// parse reads a head of "-- key: value" lines, a line that names the
// parameters, and the SELECT after it.
func parse(text string) (Rule, error) {
	r := Rule{}
	keys := map[string]*string{
		"code": &r.Code, "severity": (*string)(&r.Severity), "subject": &r.Subject, "when": &r.EN, "zh": &r.ZH,
		"says": &r.SaysEN, "says-zh": &r.SaysZH, "values": &r.Values, "looks": &r.Looks, "since": &r.Since, "section": &r.Section, "threshold": &r.Threshold,
	}
	rest := text
	for strings.HasPrefix(rest, "-- ") {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimPrefix(line, "-- ")
		if strings.HasPrefix(line, "$") {
			r.Params = paramNames(line)
			continue
		}
		key, value, _ := strings.Cut(line, ": ")
		switch into, known := keys[key]; {
		case key == "holds" && value == "yes":
			r.Holds = true
		case key == "ends" && r.Acts == nil:
			r.Acts = strings.Split(value, ", ")
		case known && *into == "" && value != "":
			*into = value
		default:
			return Rule{}, words.Errorf("head: %q", line)
		}
	}
	r.Select = strings.TrimSpace(rest)
	return r, r.check()
}

// check refuses a head that lacks something. The code and severity become part
// of a statement, so their grammar is closed.
func (r Rule) check() error {
	for _, must := range []string{r.Subject, r.EN, r.ZH, r.SaysEN, r.SaysZH, r.Section} {
		if must == "" {
			return words.Errorf("head: a sentence, the subject or the section is missing")
		}
	}
	if !regexp.MustCompile(`^[A-Z][A-Z_]*$`).MatchString(r.Code) || r.Severity.Rank() < 0 {
		return words.Errorf("head: code %q, severity %q", r.Code, r.Severity)
	}
	if !slices.Contains([]string{"money", "count", "time", "text"}, r.Values) {
		return words.Errorf("head: values %q", r.Values)
	}
	if !slices.Contains([]string{LookTrade, LookBatch, LookOpen, LookAll}, r.Looks) {
		return words.Errorf("head: looks %q", r.Looks)
	}
	if !slices.Contains(SinceEvents(), r.Since) {
		return words.Errorf("head: since %q", r.Since)
	}
	if err := r.checkActs(); err != nil {
		return err
	}
	if !strings.HasPrefix(r.Select, "SELECT") || len(r.Params) == 0 {
		return words.Errorf("no SELECT, or no line that names its parameters")
	}
	return nil
}

// checkActs refuses a finding that nothing ends, and an act that there is not or that stands
// there twice.
func (r Rule) checkActs() error {
	if len(r.Acts) == 0 {
		return words.Errorf("head: no act ends it")
	}
	for i, kind := range r.Acts {
		if !slices.Contains(Ends(), kind) || slices.Contains(r.Acts[:i], kind) {
			return words.Errorf("head: ends %q", kind)
		}
	}
	return nil
}

// paramNames reads "$1 account_id  $2 as_of - result_grace".
func paramNames(line string) []string {
	var names []string
	for _, part := range regexp.MustCompile(`\$\d+ `).Split(line, -1)[1:] {
		names = append(names, strings.TrimSpace(part))
	}
	return names
}

// Message is the sentence about one finding, in "zh" or else English. amount is nil
// where money does not apply.
func (r Rule) Message(amount *alipay.Money, expected, actual, language string) string {
	l := words.Language(language)
	return r.Sentence(language).With(amount, l.Read(expected), l.Read(actual))
}

// A Sentence is what a rule says of its findings, cut into words and the names of
// values in turn: for the many findings of one rule it is cut once.
type Sentence []string

// The names of the values in a sentence.
const (
	amountName   = "{amount}"
	expectedName = "{expected}"
	actualName   = "{actual}"
	andActual    = "{and actual}" // with a semicolon before it, or nothing
)

// Sentence returns the sentence about the findings of a rule, in "zh" or else English.
func (r Rule) Sentence(language string) Sentence {
	says := r.SaysEN
	if language == "zh" {
		says = r.SaysZH
	}
	var s Sentence
	from := 0
	for i := range says {
		for _, name := range []string{amountName, expectedName, actualName, andActual} {
			if strings.HasPrefix(says[i:], name) {
				s = append(s, says[from:i], name)
				from = i + len(name)
			}
		}
	}
	return append(s, says[from:])
}

// With is the sentence with the values of a finding, which are printed already.
func (s Sentence) With(amount *alipay.Money, expected, actual string) string {
	if len(s) == 1 {
		return s[0]
	}
	var b strings.Builder
	for i, piece := range s {
		switch {
		case i%2 == 0:
			b.WriteString(piece)
		case piece == amountName && amount != nil:
			b.WriteString(amount.String())
		case piece == expectedName:
			b.WriteString(expected)
		case piece == actualName:
			b.WriteString(cmp.Or(actual, "—"))
		case piece == andActual && actual != "":
			b.WriteString("; " + actual)
		}
	}
	return b.String()
}

// Show prints an expected or actual value of a finding as people read it.
func (r Rule) Show(v string) string {
	if r.Values != "money" && r.Values != "time" || v == "" {
		return v
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		n = 0 // the ledger writes nothing but whole numbers here
	}
	if r.Values == "time" {
		return time.UnixMilli(n).In(alipay.Shanghai()).Format(alipay.TimeLayout)
	}
	return alipay.Fen(n).String()
}
