package ledger

import "reconcile/alipay"

// A Correction is a refund line that a run proposes for one trade.
type Correction struct {
	TradeNo string
	Amount  alipay.Money
	Status  CorrectionStatus
	Hold    Hold   // why it is held; empty otherwise
	BatchNo string // the batch that it was issued in; empty otherwise
	Reason  string // the reason that the batch line carries
	Code    string // the latest result's code, where that result failed
	Note    string // the advice for that code
}

// A CorrectionStatus says what a run did with a correction.
type CorrectionStatus string

// What a run does with a correction.
const (
	Issued   CorrectionStatus = "issued"
	Held     CorrectionStatus = "held"
	Proposed CorrectionStatus = "proposed" // nothing forbids it, but no key signs it: no number, not in flight
)

// A Hold is why a correction is held back, in the order of the contract (§4.2).
type Hold string

// The holds. The first that applies is given.
const (
	EvidenceGap     Hold = "EVIDENCE_GAP"
	NoOrder         Hold = "NO_ORDER"
	Conflict        Hold = "CONFLICT"
	InFlight        Hold = "IN_FLIGHT"
	AttemptLimit    Hold = "ATTEMPT_LIMIT"
	UnknownCode     Hold = "UNKNOWN_CODE"
	InvestigateCode Hold = "INVESTIGATE_CODE"
	FixFirstCode    Hold = "FIX_FIRST_CODE"
	FinalCode       Hold = "FINAL_CODE"
	AboveCap        Hold = "ABOVE_CAP"
)
