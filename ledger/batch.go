package ledger

import (
	"time"

	"reconcile/alipay"
)

// A Batch is a request that the program emitted, as its files show it.
type Batch struct {
	BatchNo  string // empty for a proposal
	Proposal string // "P7-1"; empty for a batch
	Digest   string // of a proposal, hex: what people approve
	Run      int64
	At       time.Time     // refund_date
	Params   alipay.Params // the signed request in the bytes of its charset; of a proposal, unsigned
	Charset  alipay.Charset
	Lines    []BatchLine
	Total    alipay.Money
	SHA256   string   // hex, of detail_data as it is sent
	Advice   []string // what to do before it is submitted, from the error codes it answers
	Gateway  string
	Unsigned string // why a proposal is not signed; empty for a batch
}

// A BatchLine is one refund of a batch and what it does to its trade.
type BatchLine struct {
	TradeNo  string
	Amount   alipay.Money
	Reason   string
	Paid     alipay.Money
	Refunded alipay.Money // before this line
}

// A BatchState is where a batch is in its life.
type BatchState string

// The states of a batch. Only a result or a person settles a line; silence
// frees nothing.
const (
	Emitted BatchState = "emitted" // in flight
	Overdue BatchState = "overdue" // in flight, a result is missing past the grace
	Settled BatchState = "settled" // every line has a result
	Void    BatchState = "void"    // a person checked with Alipay that it will never run
	Unknown BatchState = "unknown" // results name it, no request does
)

// A BatchRow is one batch as the books show it, whoever sent it.
type BatchRow struct {
	BatchNo       string
	Origin        string // "captured", "emitted", or "" where no request is known
	State         BatchState
	At            time.Time // refund_date; zero where unknown
	Lines         int64
	Requested     alipay.Money
	Succeeded     int64
	Refunded      alipay.Money
	Failed        int64
	Unanswered    int64
	Stated        int64 // success_num, summed over its notifications
	Counted       int64 // SUCCESS items, summed over its notifications
	Notifications int64 // accepted ones
	Deliveries    int64 // with the re-deliveries
	FirstAt       time.Time
	LastAt        time.Time
}
