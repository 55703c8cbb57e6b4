package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An Event is one thing that the books know of a trade.
type Event struct {
	At         time.Time // zero where the evidence has no time
	Kind       EventKind
	TradeNo    string // of an event of something else than a trade
	BatchNo    string
	NotifyID   string
	Amount     *alipay.Money
	Due        *alipay.Money
	Code       string // of a result or a finding; of a correction, why it is held
	Text       string // of a finding or a void; of a correction, its status
	Effective  bool   // of a result: it counts, no later notification replaces it; of a finding: it is open
	Occurrence int64
	Run        int64     // of a finding or a correction
	Place      Place     // empty where the program itself is the source
	Since      time.Time // of a finding: the event that it is about, as in Finding

	expected string // of a finding, as its rule has it
	source   sql.NullInt64
}

// An EventKind is what kind of thing an Event is.
type EventKind string

// The kinds of events.
const (
	EventOrder   EventKind = "order"
	EventRequest EventKind = "request"
	EventResult  EventKind = "result"
	EventAnswer  EventKind = "answer" // what a query was answered, which counts like a result where no notification does
	EventVoid    EventKind = "void"
	EventBill    EventKind = "bill"
	EventFinding EventKind = "finding"

	EventClosed     EventKind = "closed"     // a finding that a run no longer saw
	EventCorrection EventKind = "correction" // what a run did with what is owed, where that has changed
	EventRedelivery EventKind = "redelivery" // the same notification again
	EventConflict   EventKind = "conflict"   // other content under a notify_id that was known
	EventReused     EventKind = "reused"     // other lines under a batch number that was known
	EventNamed      EventKind = "named"      // a line that names the trade, or the batch, and did not count

	EventNotice   EventKind = "notification" // the delivery whose content stands; its text is success_num
	EventForged   EventKind = "forged"       // a line whose signature is bad
	EventRejected EventKind = "rejected"     // a line that does not read, or is no notification, row or request
	EventIssued   EventKind = "issued"       // a batch by a run, or by the person of its text who released it
	EventApproval EventKind = "approval"     // of the lines of a batch, by the person of its text
	EventChanged  EventKind = "changed"      // a finding that said its amount and text until then
	EventReview   EventKind = "review"       // what a person said of a finding
)

// Explain returns all that the books know of one trade, in order of time:
// orders, request lines, results, the further deliveries of their notifications,
// what people said, refunds in bills, lines that name it and did not count, and the findings and
// corrections of a job. What has
// no time comes first; of what has the same time, a run's findings come before
// its corrections, and those before the lines that it issued. It returns nothing
// for a trade that nothing names.
func (l *Ledger) Explain(ctx context.Context, account int64, tradeNo, job string) ([]Event, error) {
	var all []Event
	for _, part := range []struct {
		query string
		scan  func(*sql.Rows) (Event, error)
		scope any
	}{
		{"explain_orders", scanOrderEvent, account},
		{"explain_voids", scanVoidEvent, account},
		{"explain_acts", scanActEvent, account},
		{"explain_bills", scanBillEvent, account},
		{"explain_closed", scanClosedEvent, job},
		{"explain_findings", scanFindingEvent, job},
		{"explain_corrections", scanCorrectionEvent, job},
		{"explain_requests", scanRequestEvent, account},
		{"explain_reused", scanReusedEvent, account},
		{"explain_named", scanNamedEvent, account},
		{"explain_results", scanResultEvent, account},
		{"explain_deliveries", scanDeliveryEvent, account},
	} {
		events, err := store.List(ctx, l.db.Reader(), part.query, part.scan, part.scope, tradeNo)
		if err != nil {
			return nil, words.Errorf("explain trade %s: %w", tradeNo, err)
		}
		all = append(all, events...)
	}
	if err := l.dateEvents(ctx, tradeNo, job, all); err != nil {
		return nil, words.Errorf("explain trade %s: %w", tradeNo, err)
	}
	slices.SortStableFunc(all, func(a, b Event) int { return a.At.Compare(b.At) })
	return all, nil
}

func scanOrderEvent(rows *sql.Rows) (e Event, err error) {
	var paid int64
	var due sql.NullInt64
	e.Kind, e.Effective = EventOrder, true
	err = rows.Scan(&paid, &due, &e.Text, &e.Place.File, &e.Place.Line)
	e.Amount, e.Due = money(paid), maybeMoney(due)
	if at, bad := alipay.ParseTime(e.Text); bad == nil {
		e.At = at
	}
	return e, err
}

func scanRequestEvent(rows *sql.Rows) (e Event, err error) {
	var at, amount int64
	e.Kind, e.Effective = EventRequest, true
	err = rows.Scan(&at, &e.BatchNo, &e.Occurrence, &amount, &e.Text, &e.Place.File, &e.Place.Line)
	e.At, e.Amount = moment(at), money(amount)
	return e, err
}

func scanResultEvent(rows *sql.Rows) (e Event, err error) {
	var at, amount int64
	e.Kind = EventResult
	err = rows.Scan(&at, &e.BatchNo, &e.Occurrence, &e.NotifyID, &amount, &e.Code, &e.Effective, &e.Place.File, &e.Place.Line)
	e.At, e.Amount = moment(at), money(amount)
	e.Place = placeOf(e.Place.File, e.Place.Line)
	if IsAnswer(e.NotifyID) {
		e.Kind = EventAnswer
	}
	return e, err
}

func scanVoidEvent(rows *sql.Rows) (e Event, err error) {
	var at, amount int64
	var person, evidence string
	e.Kind, e.Effective = EventVoid, true
	err = rows.Scan(&at, &e.BatchNo, &amount, &person, &evidence)
	e.At, e.Amount, e.Text = moment(at), money(amount), "by "+person+": "+evidence
	return e, err
}

// scanActEvent reads what a person said; its kind is that of the act.
func scanActEvent(rows *sql.Rows) (e Event, err error) {
	var at, needed, undoes, no int64
	var amount sql.NullInt64
	var person, evidence string
	err = rows.Scan(&at, &e.Kind, &e.BatchNo, &amount, &e.Code, &person, &evidence, &needed, &undoes, &e.Effective, &no)
	e.At, e.Amount, e.Place.File = moment(at), maybeMoney(amount), actPath(no)
	e.Text = "by " + person + ": " + evidence
	if undoes != 0 {
		e.Text = ActID(undoes) + ", " + e.Text
	}
	if needed > 1 {
		e.Text += fmt.Sprintf(" (takes %d people)", needed)
	}
	return e, err
}

func scanBillEvent(rows *sql.Rows) (e Event, err error) {
	var at, amount int64
	e.Kind, e.Effective = EventBill, true
	err = rows.Scan(&at, &e.BatchNo, &e.Occurrence, &amount, &e.Place.File, &e.Place.Line)
	e.At, e.Amount = moment(at), money(amount)
	return e, err
}

func scanFindingEvent(rows *sql.Rows) (e Event, err error) {
	var at int64
	var amount sql.NullInt64
	e.Kind = EventFinding
	err = rows.Scan(&at, &e.Code, &e.BatchNo, &amount, &e.Effective, &e.Run, &e.Place.File, &e.Place.Line, &e.expected, &e.source)
	e.At, e.Amount = moment(at), maybeMoney(amount)
	return e, err
}

func scanClosedEvent(rows *sql.Rows) (e Event, err error) {
	var at int64
	var amount sql.NullInt64
	e.Kind = EventClosed
	err = rows.Scan(&at, &e.Code, &e.BatchNo, &amount, &e.Run)
	e.At, e.Amount = moment(at), maybeMoney(amount)
	return e, err
}

func scanCorrectionEvent(rows *sql.Rows) (e Event, err error) {
	var at, amount int64
	e.Kind = EventCorrection
	err = rows.Scan(&at, &e.BatchNo, &amount, &e.Text, &e.Code, &e.Run)
	e.At, e.Amount, e.Effective = moment(at), money(amount), e.Text == string(Issued)
	return e, err
}

func scanDeliveryEvent(rows *sql.Rows) (e Event, err error) {
	var at int64
	var same bool
	e.Kind = EventConflict
	err = rows.Scan(&at, &e.BatchNo, &e.NotifyID, &same, &e.Place.File, &e.Place.Line)
	if same {
		e.Kind = EventRedelivery
	}
	e.At = moment(at)
	return e, err
}

func scanReusedEvent(rows *sql.Rows) (e Event, err error) {
	var at sql.NullInt64
	e.Kind = EventReused
	err = rows.Scan(&at, &e.BatchNo, &e.Text, &e.Place.File, &e.Place.Line)
	e.At = maybeMoment(at)
	return e, err
}

func scanNamedEvent(rows *sql.Rows) (e Event, err error) {
	e.Kind = EventNamed
	return e, rows.Scan(&e.Code, &e.BatchNo, &e.NotifyID, &e.Text, &e.Place.File, &e.Place.Line)
}

func money(fen int64) *alipay.Money {
	m := alipay.Fen(fen)
	return &m
}
