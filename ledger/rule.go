package ledger

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"reconcile/alipay"
)

//go:embed rules/*.sql
var ruleFiles embed.FS

// A Rule is one row of the catalogue of findings: the head of its file in
// rules/, and its SELECT.
type Rule struct {
	Code      string
	Severity  Severity
	Subject   string // what a finding is about: "trade", "batch and trade", …
	Holds     bool   // an open finding holds corrections back (contract 4.2)
	EN, ZH    string // when the rule fires, one sentence for people
	SaysEN    string // about one finding; {amount}, {expected} and {actual} stand for its values
	SaysZH    string
	Values    string   // what expected and actual are: "money", "count" or "text"
	Looks     string   // what a run has to look at again for it: "trade", "batch", "open" or "all"
	Section   string   // of the contract and the interface document
	Threshold string   // the setting it depends on; empty where none
	Params    []string // what the parameters $1, $2, … are
	Select    string
}

// What a run has to look at again for a rule. What is said of one trade or batch
// changes when something new is known about it; what is open changes with time, too.
const (
	lookTrade = "trade"
	lookBatch = "batch"
	lookOpen  = "open"
	lookAll   = "all"
)

// Rules returns the catalogue, the worst severity first, then by code. An error
// names the file whose head is wrong.
func Rules() ([]Rule, error) {
	entries, err := fs.ReadDir(ruleFiles, "rules")
	if err != nil {
		return nil, err
	}
	var rules []Rule
	for _, e := range entries {
		text, err := ruleFiles.ReadFile("rules/" + e.Name())
		if err != nil {
			return nil, err
		}
		r, err := parseRule(string(text))
		if err != nil {
			return nil, fmt.Errorf("rules/%s: %w", e.Name(), err)
		}
		if e.Name() != strings.ToLower(r.Code)+".sql" {
			return nil, fmt.Errorf("rules/%s: holds the rule %s", e.Name(), r.Code)
		}
		rules = append(rules, r)
	}
	slices.SortFunc(rules, func(a, b Rule) int {
		return cmp.Or(a.Severity.Rank()-b.Severity.Rank(), strings.Compare(a.Code, b.Code))
	})
	return rules, nil
}

// Rank orders severities: critical 0, error 1, warning 2.
func (s Severity) Rank() int { return slices.Index([]Severity{Critical, Error, Warning}, s) }

// HasAmount tells whether money applies to the findings of the rule.
func (r Rule) HasAmount() bool { return !strings.Contains(r.Select, "NULL AS amount_fen") }

// parseRule reads a head of "-- key: value" lines, a line that names the
// parameters, and the SELECT after it.
func parseRule(text string) (Rule, error) {
	r := Rule{}
	keys := map[string]*string{
		"code": &r.Code, "severity": (*string)(&r.Severity), "subject": &r.Subject, "when": &r.EN, "zh": &r.ZH,
		"says": &r.SaysEN, "says-zh": &r.SaysZH, "values": &r.Values, "looks": &r.Looks, "section": &r.Section, "threshold": &r.Threshold,
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
		case known && *into == "" && value != "":
			*into = value
		default:
			return Rule{}, fmt.Errorf("head: %q", line)
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
			return fmt.Errorf("head: a sentence, the subject or the section is missing")
		}
	}
	if !regexp.MustCompile(`^[A-Z][A-Z_]*$`).MatchString(r.Code) || r.Severity.Rank() < 0 {
		return fmt.Errorf("head: code %q, severity %q", r.Code, r.Severity)
	}
	if !slices.Contains([]string{"money", "count", "text"}, r.Values) {
		return fmt.Errorf("head: values %q", r.Values)
	}
	if !slices.Contains([]string{lookTrade, lookBatch, lookOpen, lookAll}, r.Looks) {
		return fmt.Errorf("head: looks %q", r.Looks)
	}
	if !strings.HasPrefix(r.Select, "SELECT") || len(r.Params) == 0 {
		return fmt.Errorf("no SELECT, or no line that names its parameters")
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

// Message is the sentence about one finding, in "zh" or else English.
func (r Rule) Message(f Finding, language string) string {
	says := r.SaysEN
	if language == "zh" {
		says = r.SaysZH
	}
	amount := ""
	if f.Amount != nil {
		amount = f.Amount.String()
	}
	return strings.NewReplacer("{amount}", amount, "{expected}", f.Expected, "{actual}", orNothing(f.Actual)).Replace(says)
}

func orNothing(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// show prints an expected or actual value as people read it.
func (r Rule) show(v string) string {
	if r.Values != "money" || v == "" {
		return v
	}
	return alipay.Fen(atoi(v)).String()
}
