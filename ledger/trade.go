package ledger

import (
	"time"

	"reconcile/alipay"
)

// A Trade is one trade as the run's totals have it.
type Trade struct {
	TradeNo    string
	OutTradeNo string
	Paid       *alipay.Money // nil where no order is known
	Due        *alipay.Money // nil where the order does not say
	Refunded   alipay.Money
	Pending    alipay.Money
	Attempts   int64 // answered + unanswered
	Succeeded  int64
	Answered   int64 // results
	Submitted  int64 // request lines, void ones aside
	LastCode   string
	LastAt     time.Time // zero where there is no result
}

// A ResultRow is one effective result with what it was matched to.
type ResultRow struct {
	NotifyTime time.Time
	BatchNo    string
	TradeNo    string
	Occurrence int64
	Amount     alipay.Money
	Code       string
	FeeAmount  *alipay.Money // nil where there is no fee section
	FeeCode    string
	NotifyID   string
	HasOrder   bool
	Match      Match
	Place      Place
}

// A Match says which request, if any, a result answers.
type Match string

// What a result may match.
const (
	MatchLine  Match = "line"  // a line of a known request
	MatchBatch Match = "batch" // a known request that does not hold the trade
	MatchNone  Match = "none"  // no known request
)

// An Event is one thing that the books know of a trade.
type Event struct {
	At         time.Time // zero where the evidence has no time
	Kind       EventKind
	BatchNo    string
	NotifyID   string
	Amount     *alipay.Money
	Due        *alipay.Money
	Code       string // of a result or a finding; of a correction, why it is held
	Text       string // of a finding or a void; of a correction, its status
	Effective  bool   // of a result: it counts, no later notification replaces it; of a finding: it is open
	Occurrence int64
	Run        int64 // of a finding or a correction
	Place      Place // empty where the program itself is the source
}

// An EventKind is what kind of thing an Event is.
type EventKind string

// The kinds of events.
const (
	EventOrder   EventKind = "order"
	EventRequest EventKind = "request"
	EventResult  EventKind = "result"
	EventVoid    EventKind = "void"
	EventBill    EventKind = "bill"
	EventFinding EventKind = "finding"

	EventClosed     EventKind = "closed"     // a finding that a run no longer saw
	EventCorrection EventKind = "correction" // what a run did with what is owed, where that has changed
	EventRedelivery EventKind = "redelivery" // the same notification once more
	EventConflict   EventKind = "conflict"   // other content under a notify_id that was known
	EventReused     EventKind = "reused"     // other lines under a batch number that was known
)

// A CodeRow sums the results of one error code. First and Last are when a notification
// named it, be its result effective or not.
type CodeRow struct {
	Code        string
	Count       int64
	Amount      alipay.Money
	First, Last time.Time
}

// A Day sums the results of one day in Shanghai.
type Day struct {
	Date      string // 2006-01-02
	Results   int64
	Succeeded int64
	Refunded  alipay.Money
}

// A Reject is one input line that was not taken, and why.
type Reject struct {
	File   string `json:"file"`
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
}

// An Order is a paid trade as a merchant's export tells it.
type Order struct {
	TradeNo      string
	Paid         alipay.Money
	Due          *alipay.Money // nil where the export does not say
	OutTradeNo   string
	PaidAt       string // as the export has it
	Status       string
	RefundReason string
	Seller       string
}

// A Capture is one delivery of a notification as a log holds it.
type Capture struct {
	Line    int64
	At      time.Time // when the merchant logged it; zero where the log does not say
	Notice  alipay.Notification
	Results []alipay.Result
	Bad     []*alipay.ItemError
}
