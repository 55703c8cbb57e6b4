package main

import (
	"fmt"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// printEvents tells the life of a trade to people.
func printEvents(p *program, trade string, lists []jobEvents) {
	for i, list := range lists {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		fmt.Fprintf(p.Stdout, "trade %s, job %s, account %s\n", trade, list.Job, list.Account)
		t := terminal.Table{Columns: []terminal.Column{{Title: "time"}, {Title: "what"}, {Title: "amount", Right: true}, {Title: "batch"},
			{Title: "refunded", Right: true}, {Title: "in flight", Right: true}, {Title: "headroom", Right: true}, {Title: "says"}, {Title: "evidence"}}}
		for _, e := range list.Events {
			place := ""
			if e.Evidence != nil {
				place = places([]ledger.Place{*e.Evidence})
			}
			refunded, inFlight, headroom := e.stands()
			t.Add(e.At, string(e.Kind), terminal.AmountText(e.Amount), e.BatchNo, refunded, inFlight, headroom, e.says(), place)
		}
		p.WriteTable(t, 7)
	}
}

// stands prints how the trade stands after an event, nothing for one that moves
// no money.
func (e eventLine) stands() (refunded, inFlight, headroom string) {
	if e.balance == nil {
		return "", "", ""
	}
	return e.Refunded.String(), e.InFlight.String(), terminal.AmountText(e.Headroom)
}

// says is what an event says beside its amount.
func (e eventLine) says() string {
	switch e.Kind {
	case ledger.EventOrder:
		if e.Due == nil {
			return "paid; how much is due back is not known"
		}
		return "paid; due back " + e.Due.String()
	case ledger.EventResult:
		return e.meaning()
	case ledger.EventBill:
		return "refunded, as the bill shows it"
	case ledger.EventRedelivery:
		return "delivered again, with the same content: counted once"
	case ledger.EventConflict:
		return "other content under the same notify_id: rejected"
	case ledger.EventReused:
		return "rejected: " + e.Text
	case ledger.EventCorrection:
		return e.correction()
	case ledger.EventFinding:
		return e.Code + ": " + e.Text
	case ledger.EventClosed:
		return e.Code + ": no longer seen"
	}
	return e.Text
}

// meaning is what the code of a result means.
func (e eventLine) meaning() string {
	meaning := e.Code
	if code, ok := alipay.ErrorCodes().Lookup(e.Code); ok {
		meaning += " " + code.ZH + " (" + code.EN + ")"
	}
	if !e.Effective {
		meaning += "; does not count, a later notification replaced it"
	}
	return meaning
}

// correction is what a run did with what it found to be owed.
func (e eventLine) correction() string {
	says := fmt.Sprintf("%s by run %d", e.Text, e.Run)
	switch ledger.CorrectionStatus(e.Text) {
	case ledger.Held:
		says += ": " + e.Code
	case ledger.Proposed:
		says += ": it waits for a person"
	}
	return says
}
