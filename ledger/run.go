package ledger

import (
	"time"

	"reconcile/alipay"
)

// A Run is one pass over a job. A number is used up only by a run that was
// committed: one that was cut off is taken up again under its number.
type Run struct {
	ID        int64
	Job       string
	Account   int64
	AsOf      time.Time
	State     RunState
	Started   time.Time // wall clock
	Finished  time.Time // wall clock; zero where the run is not committed
	Exit      int       // exit status that the findings and inputs call for
	Head      string    // hex SHA-256 of the chain of runs up to this one
	Inputs    string    // hex SHA-256 of what the run read
	Gaps      []string  // patterns that matched no file
	Unsigned  string    // why corrections were not signed; empty where they were
	Totals    Totals
	Policy    Policy // that it was decided by, without its signer
	Directory string // where its files were published, as the configuration names it

	commit     int64  // its place in the order of decisions, from 1
	lastSource int64  // the last source that was there when it was decided
	recorded   string // its policy, as the books keep it
}

// A RunState is how far a run has come.
type RunState string

// The states of a run.
const (
	RunStarted   RunState = "started"   // ingesting, or cut off while it did
	RunCommitted RunState = "committed" // decided; its files are still to be published
	RunPublished RunState = "published"
)

// Totals are the control totals that the findings were computed from, before
// the run's own batches.
type Totals struct {
	Notifications int64        `json:"notifications"`
	Results       int64        `json:"results"`
	SuccessAmount alipay.Money `json:"success_amount"`
	FailedResults int64        `json:"failed_results"`
	Orders        int64        `json:"orders"`
	PaidAmount    alipay.Money `json:"paid_amount"`
	Requests      int64        `json:"requests"`
	RequestLines  int64        `json:"request_lines"`
	Trades        int64        `json:"trades"`
}
