package ledger

import (
	"encoding/json"
	"time"

	"reconcile/alipay"
	"reconcile/words"
)

// A Policy is what the configuration decides about one account's job.
type Policy struct {
	Merchant       alipay.Merchant
	Gateway        string
	Signer         alipay.Signer // nil: corrections are proposed, not issued
	Manual         bool          // corrections are proposed, and people release them
	Approvals      int           // how many people must approve a proposal before it is released, 0 to 2
	People         []string      // who may act on the books, as written; none: anybody
	Unsigned       string        // why corrections are only proposed
	Codes          alipay.Codes  // the error-code table with the account's re-classing
	ResultGrace    time.Duration // from refund_date until a result is missing
	AttemptWarning int
	HasRequests    bool          // the job has request sources
	Reason         string        // of the lines of a batch
	MaxLines       int           // per batch, 1 to 1000
	LineCap        *alipay.Money // nil: none
	RunCap         *alipay.Money // nil: none
	BatchPrefix    string        // the serial of a batch number begins with it
	CompleteSince  Date          // from it on every refund is submitted here or stands in the requests; 0 where nobody says so
	Withheld       bool          // proposed for what holds of this run alone, such as its hour, and not by the configuration
	Keys           KeyNames
	Header         ReportHeader

	// Journal gets every batch before the books commit it. Without one nothing is
	// journalled, which is for books that nobody issues from.
	Journal *Journal
	// Pending are batches that the journal holds of the run itself, which was cut off before
	// it was committed: nobody has seen them, and the run may issue the very same again.
	Pending []Entry

	rules string // digest of what decides what is seen, of a policy that was recorded
}

// A ReportHeader is what a run's reports say of where they come from.
type ReportHeader struct {
	Program   string // version of the program
	Account   string // as the configuration names it
	Language  string // "en" or "zh"
	Scope     Scope  `json:",omitempty"` // of its sheets
	First     Scope  `json:",omitempty"` // of the sheets of a job's first run; empty where that is Scope, too
	MaxRows   int    `json:",omitempty"` // of data on a sheet; 0 for any number
	VerifyOff bool   // signatures were not asked for
}

// KeyNames are the keys of an account as alipay.KeyNames names them, in their order: the
// first of those that sign is in use.
type KeyNames struct {
	Verify []string `json:",omitempty"`
	Sign   []string `json:",omitempty"`
}

// A policyRecord is a policy as the books keep it with a run, so that what the run
// decided can be decided and reported again after the configuration has changed.
// There is no key in it.
type policyRecord struct {
	Merchant       alipay.Merchant
	Gateway        string
	Signed, Manual bool
	Approvals      int
	People         []string `json:",omitempty"`
	Unsigned       string
	Classes        []classRecord // of the codes that the account has re-classed
	ResultGrace    time.Duration
	AttemptWarning int
	HasRequests    bool
	Reason         string
	MaxLines       int
	LineCap        *int64 // in fen
	RunCap         *int64
	BatchPrefix    string
	CompleteSince  Date     `json:",omitempty"`
	Withheld       bool     `json:",omitempty"`
	Keys           KeyNames `json:",omitzero"`
	Face           ReportHeader
	Rules          string `json:",omitempty"`
}

type classRecord struct {
	Code  string
	Class alipay.Class
}

// record prints a policy.
func (p Policy) record() (string, error) {
	r := policyRecord{
		Merchant: p.Merchant, Gateway: p.Gateway, Signed: p.Signer != nil, Manual: p.Manual, Approvals: p.Approvals, People: p.People,
		Unsigned: p.Unsigned, ResultGrace: p.ResultGrace, AttemptWarning: p.AttemptWarning,
		HasRequests: p.HasRequests, Reason: p.Reason, MaxLines: p.MaxLines, LineCap: fenOf(p.LineCap), RunCap: fenOf(p.RunCap),
		BatchPrefix: p.BatchPrefix, CompleteSince: p.CompleteSince, Withheld: p.Withheld, Keys: p.Keys, Face: p.Header,
	}
	r.Classes = p.reclassed()
	var err error
	if r.Rules, err = digestRules(p); err != nil {
		return "", err
	}
	text, err := json.Marshal(r)
	return string(text), err
}

// reclassed are the error codes that the account has put into another class.
func (p Policy) reclassed() (list []classRecord) {
	builtIn := alipay.ErrorCodes()
	for _, c := range p.Codes {
		if known, ok := builtIn.Lookup(c.Code); !ok || known.Class != c.Class {
			list = append(list, classRecord{c.Code, c.Class})
		}
	}
	return list
}

// readPolicy is the policy that record has printed, without its signer.
func readPolicy(text string) (Policy, error) {
	var r policyRecord
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return Policy{}, words.Errorf("the policy of a run: %w: %w", err, ErrDamaged)
	}
	p := Policy{
		Merchant: r.Merchant, Gateway: r.Gateway, Manual: r.Manual, Approvals: r.Approvals, People: r.People, Unsigned: r.Unsigned,
		Codes: alipay.ErrorCodes(), ResultGrace: r.ResultGrace, AttemptWarning: r.AttemptWarning, HasRequests: r.HasRequests,
		Reason: r.Reason, MaxLines: r.MaxLines, LineCap: moneyOf(r.LineCap), RunCap: moneyOf(r.RunCap),
		BatchPrefix: r.BatchPrefix, CompleteSince: r.CompleteSince, Withheld: r.Withheld, Keys: r.Keys, Header: r.Face, rules: r.Rules,
	}
	for _, c := range r.Classes {
		p.Codes = p.Codes.Reclass(c.Code, c.Class)
	}
	return p, nil
}

func fenOf(m *alipay.Money) *int64 {
	if m == nil {
		return nil
	}
	fen := m.Fen()
	return &fen
}

func moneyOf(fen *int64) *alipay.Money {
	if fen == nil {
		return nil
	}
	return money(*fen)
}
