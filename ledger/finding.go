package ledger

import (
	"time"

	"reconcile/alipay"
	"reconcile/ledger/rules"
)

// The catalogue's words are the ledger's.
type (
	Rule     = rules.Rule
	Severity = rules.Severity
)

// The severities, worst first.
const (
	Critical = rules.Critical
	Error    = rules.Error
	Warning  = rules.Warning
)

// Rules returns the catalogue, the worst severity first, then by code.
func Rules() ([]Rule, error) { return rules.All() }

// A Finding is one exception: a rule's code about one subject. Fields that do
// not apply are empty.
type Finding struct {
	ID       string // 12 hex digits, the same as long as the finding lives
	Code     string
	Severity Severity
	Status   Status
	TradeNo  string
	BatchNo  string
	NotifyID string
	Amount   *alipay.Money // the money at stake; nil where money does not apply
	Expected string
	Actual   string
	Evidence []Place
	FirstRun int64
	FirstAt  time.Time // as-of of the run that first saw it
	AgeDays  int       // whole days from FirstAt to the as-of of the run that reports it
	Was      *Said     // what it said before this run; nil where it said the same, or is new
	Review   *Review   // what people said of it; nil where they said nothing
}

// A Said is what a finding says of its subject.
type Said struct {
	Severity Severity
	Amount   *alipay.Money
	Expected string
	Actual   string
}

// A Status is where a finding is in its life, seen from one run.
type Status string

// The statuses of a finding.
const (
	StatusNew    Status = "new"    // this run saw it first
	StatusOpen   Status = "open"   // an earlier run saw it, and so does this one
	StatusClosed Status = "closed" // this run no longer sees it
)

// A Tally counts the findings of one code in one run, and the money at stake in
// them: Open = Opening + New − Closed, and the same of the money, with Changed.
type Tally struct {
	Code     string
	Severity Severity
	Opening  int64 // open before the run
	New      int64
	Closed   int64
	Changed  int64 // open before and after it, with other values
	Open     int64 // open after the run
	Accepted int64 // of these, those that people accept
	Trades   int64 // distinct trades among the open ones

	OpeningAmount alipay.Money
	NewAmount     alipay.Money
	ClosedAmount  alipay.Money
	ChangedAmount alipay.Money // what the open ones have changed by, may be negative
	Amount        alipay.Money // of the open ones
}
