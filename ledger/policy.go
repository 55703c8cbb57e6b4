package ledger

import (
	"time"

	"reconcile/alipay"
)

// A Policy is what the configuration decides about one account's job.
type Policy struct {
	Merchant       alipay.Merchant
	Gateway        string
	Signer         alipay.Signer // nil: corrections are proposed, not issued
	Manual         bool          // corrections are proposed, and people release them
	Approvals      int           // how many people must approve a proposal before it is released, 0 to 2
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
	Face           Face

	rules string // digest of what decides what is seen, of a policy that was recorded
}

// A Face is what a run's reports say of where they come from.
type Face struct {
	Program   string // version of the program
	Account   string // as the configuration names it
	Language  string // "en" or "zh"
	Scope     Scope  `json:",omitempty"` // of its sheets
	VerifyOff bool   // signatures were not asked for
}
