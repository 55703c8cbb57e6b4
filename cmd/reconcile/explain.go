package main

import (
	"context"
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A jobEvents are what a job's books know of a trade, in order of time.
type jobEvents struct {
	Job     string      `json:"job"`
	Account string      `json:"account"`
	Events  []eventLine `json:"events"`
	Open    []openLine  `json:"open,omitempty"` // after the last run
}

// An eventLine is one event of a trade.
type eventLine struct {
	At         string           `json:"at,omitempty"`
	Kind       ledger.EventKind `json:"kind"`
	TradeNo    string           `json:"trade_no,omitempty"`
	BatchNo    string           `json:"batch_no,omitempty"`
	NotifyID   string           `json:"notify_id,omitempty"`
	Amount     *alipay.Money    `json:"amount,omitempty"`
	Due        *alipay.Money    `json:"due,omitempty"`
	Code       string           `json:"code,omitempty"`
	Occurrence int64            `json:"occurrence,omitempty"`
	Effective  bool             `json:"effective,omitempty"`
	Text       string           `json:"text,omitempty"`
	Run        int64            `json:"run,omitempty"`
	Since      string           `json:"since,omitempty"` // of a finding: the day of the event that it is about
	Evidence   *ledger.Place    `json:"evidence,omitempty"`
	*position
}

// readTrade reads what a job's books know of a trade.
func readTrade(ctx context.Context, l *ledger.Ledger, j *config.Job, run ledger.Run, rules map[string]ledger.Rule, trade string) (jobEvents, error) {
	events, err := l.Explain(ctx, run.Account, trade, j.Name)
	return jobEvents{Job: j.Name, Account: j.Account.Name, Events: eventLines(events, rules, j.Language)}, err
}

// eventLines turns events into lines, each with the position of the trade after it.
func eventLines(events []ledger.Event, rules map[string]ledger.Rule, language string) []eventLine {
	lines := make([]eventLine, len(events))
	s := newTimeline(events)
	for i, e := range events {
		lines[i] = eventLine{At: terminal.Stamp(e.At), Kind: e.Kind, TradeNo: e.TradeNo, BatchNo: e.BatchNo, NotifyID: e.NotifyID, Amount: e.Amount, Due: e.Due,
			Code: e.Code, Occurrence: e.Occurrence, Effective: e.Effective, Text: e.Text, Run: e.Run, position: s.apply(e)}
		if e.Kind == ledger.EventFinding || e.Kind == ledger.EventClosed {
			lines[i].Text = sentence(rules[e.Code], language)
		}
		if !e.Since.IsZero() {
			lines[i].Since = ledger.DayOf(e.Since).String()
		}
		if e.Place.File != "" {
			lines[i].Evidence = &e.Place
		}
	}
	return lines
}

// sentence is the sentence of a rule, in "zh" or else English.
func sentence(r ledger.Rule, language string) string {
	if language == "zh" {
		return r.ZH
	}
	return r.EN
}

// printEvents prints the history of a trade for people.
func printEvents(p *program, trade string, lists []jobEvents) {
	for i, list := range lists {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		p.Printf("trade %s, job %s, account %s\n", trade, list.Job, list.Account)
		t := terminal.NewTable("time", "what", ">amount", "batch", ">refunded", ">in flight", ">headroom", "says", "evidence")
		for _, e := range list.Events {
			place := ""
			if e.Evidence != nil {
				place = places([]ledger.Place{*e.Evidence}, p.Language)
			}
			refunded, inFlight, headroom := e.positionCells()
			t.Add(e.At, p.Language.Sprint(string(e.Kind)), terminal.AmountText(e.Amount), e.BatchNo, refunded, inFlight, headroom, e.description(p.Language), place)
		}
		p.WriteTable(t, 7)
		printOpen(p, list.Open)
	}
}

// positionCells prints the position of the trade after an event, nothing for one
// that moves no money.
func (e eventLine) positionCells() (refunded, inFlight, headroom string) {
	if e.position == nil {
		return "", "", ""
	}
	return e.Refunded.String(), e.InFlight.String(), terminal.AmountText(e.Headroom)
}

// description is what an event says beside its amount.
func (e eventLine) description(l words.Language) string {
	switch e.Kind {
	case ledger.EventOrder:
		if e.Due == nil {
			return l.Sprint("paid; how much is due back is not known")
		}
		return l.Sprintf("paid; due back %s", e.Due)
	case ledger.EventResult:
		return e.meaning(l)
	case ledger.EventAnswer:
		return l.Sprintf("answer of a query: %s", e.meaning(l))
	case ledger.EventBill:
		return l.Sprint("refunded, as the bill shows it")
	case ledger.EventRedelivery:
		return l.Sprint("delivered again, with the same content: counted once")
	case ledger.EventConflict:
		return l.Sprint("other content under the same notify_id: rejected")
	case ledger.EventReused:
		return l.Sprintf("rejected: %s", words.Kept(e.Text))
	case ledger.EventCorrection:
		return e.correction(l)
	case ledger.EventFinding:
		return e.Code + ": " + e.Text + e.sinceWhen(l)
	case ledger.EventNamed:
		return l.Sprintf("%s: %s", e.Code, words.Kept(e.Text))
	case ledger.EventClosed:
		return l.Sprintf("%s: no longer seen", e.Code)
	}
	if e.isAct() && e.Code != "" {
		return e.Code + ", " + e.Text
	}
	return e.Text
}

// isAct reports whether an event is what a person said of the books; a void is an event of
// its own.
func (e eventLine) isAct() bool {
	switch ledger.ActKind(e.Kind) {
	case ledger.ActSubmitted, ledger.ActSucceeded, ledger.ActFailed, ledger.ActElsewhere, ledger.ActPaid, ledger.ActUnrefunded,
		ledger.ActAllow, ledger.ActDismiss, ledger.ActUndo:
		return true
	}
	return false
}

// sinceWhen is since when a finding is, where that is not the day on which a run saw it first.
func (e eventLine) sinceWhen(l words.Language) string {
	if e.Since == "" || strings.HasPrefix(e.At, e.Since) {
		return ""
	}
	return l.Sprintf(" (since %s)", e.Since)
}

// meaning is what the code of a result means.
func (e eventLine) meaning(l words.Language) string {
	meaning := e.Code
	if code, ok := alipay.ErrorCodes().Lookup(e.Code); ok {
		meaning += " " + code.ZH
		if l != words.Chinese {
			meaning += " (" + code.EN + ")"
		}
	}
	if !e.Effective {
		meaning += l.Sprint("; does not count, a later notification replaced it")
	}
	return meaning
}

// correction is what a run did with what it found to be owed.
func (e eventLine) correction(l words.Language) string {
	text := l.Sprintf("%s by run %d", words.New(e.Text), e.Run)
	switch ledger.CorrectionStatus(e.Text) {
	case ledger.Held:
		text += ": " + e.Code
	case ledger.Proposed:
		text += l.Sprint(": it waits for a person")
	}
	return text
}
