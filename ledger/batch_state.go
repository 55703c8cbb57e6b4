package ledger

import (
	"time"

	"reconcile/words"
)

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

// ProposedState is where a batch begins whose release is manual.
const ProposedState BatchState = "proposed"

// In is the state in a language.
func (s BatchState) In(l words.Language) string { return l.Sprint(string(s)) }

// A BatchEvent is what can happen to a batch.
type BatchEvent string

// In is the event in a language.
func (e BatchEvent) In(l words.Language) string { return l.Sprint(string(e)) }

// What people, Alipay and time do to a batch.
const (
	Approving BatchEvent = "approve" // a person finds the lines of a proposal right
	Releasing BatchEvent = "release" // a proposal is numbered and signed
	Answering BatchEvent = "answer"  // every line has a result
	Lapsing   BatchEvent = "lapse"   // a result is missing past the grace
	Voiding   BatchEvent = "void"    // a person asked Alipay: it will never run
)

// transitions is the whole life of a batch: from a state, by an event, to a state.
// What is not here cannot happen.
func transitions() map[BatchState]map[BatchEvent]BatchState {
	return map[BatchState]map[BatchEvent]BatchState{
		ProposedState: {Approving: ProposedState, Releasing: Emitted},
		Emitted:       {Answering: Settled, Lapsing: Overdue, Voiding: Void},
		Overdue:       {Answering: Settled, Voiding: Void},
		Settled:       {},
		Void:          {Answering: Void}, // the results count, and are RESULT_AFTER_VOID
		Unknown:       {},
	}
}

// After returns the state that follows on an event. An event that cannot happen
// in a state is an error with the reason.
func (s BatchState) After(e BatchEvent) (BatchState, error) {
	if next, ok := transitions()[s][e]; ok {
		return next, nil
	}
	return s, words.Errorf("%w to %s a batch that is %s: %s", ErrNotNow, e, s, s.reason())
}

// reason is why nothing more can be done to a batch, or what can.
func (s BatchState) reason() words.Text {
	switch s {
	case ProposedState:
		return words.New("it has no number yet; approve or release it, or let the next run replace it")
	case Settled:
		return words.New("every line has a result")
	case Void:
		return words.New("a person has voided it")
	case Unknown:
		return words.New("no request of it is known")
	}
	return words.New("it has a number and is in flight")
}

// stateOf returns the state of a batch. late is the moment before which a
// line without a result is overdue.
func stateOf(b BatchRow, voided bool, late time.Time) BatchState {
	sent := b.At
	if sent.IsZero() {
		sent = batchDay(b.BatchNo)
	}
	switch {
	case b.Origin == "":
		return Unknown
	case voided:
		return Void
	case b.Unanswered == 0:
		return Settled
	case sent.Before(late):
		return Overdue
	}
	return Emitted
}
