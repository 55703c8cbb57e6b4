package main

import (
	"fmt"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// printSaid prints what was recorded, whom it waits for, and what the next run does with it.
func printSaid(p *program, c *config.Config, j *config.Job, a ledger.Act) error {
	line := newActLine(a)
	line.Next = nextOf(a, c.FlagsOf(j)).In(p.Speech())
	if p.JSON {
		return p.PrintFields("account", j.Account.Name, "act", line)
	}
	if p.Quiet {
		return nil
	}
	head, told := "next", "%s: %s%s"
	if a.State == ledger.ActWaiting {
		head, told = "waiting", "%s, without effect yet: %s%s"
	}
	p.Line("recorded", told, line.Number, sentenceOf(a), c.OfAccount(j.Account))
	for _, one := range line.People {
		p.Line("by", "%s", one.By)
	}
	if line.File != "" {
		p.Line("document", "%s", line.document())
	}
	p.Line(head, "%s", line.Next)
	return nil
}

// sentenceOf is what a person says by an act.
func sentenceOf(a ledger.Act) words.Text {
	switch a.Kind {
	case ledger.ActVoid:
		return words.New("batch %s is void", a.BatchNo)
	case ledger.ActSubmitted:
		if a.Code != "" {
			return words.New("batch %s was refused whole with %s", a.BatchNo, a.Code)
		}
		return words.New("batch %s was submitted", a.BatchNo)
	case ledger.ActSucceeded:
		return words.New("the line of trade %s in batch %s succeeded", a.TradeNo, a.BatchNo)
	case ledger.ActFailed:
		return words.New("the line of trade %s in batch %s failed with %s", a.TradeNo, a.BatchNo, a.Code)
	case ledger.ActElsewhere:
		return words.New("the buyer of trade %s was given %s another way, or has forgone it", a.TradeNo, terminal.AmountText(a.Amount))
	case ledger.ActPaid:
		return words.New("%s was paid for trade %s", terminal.AmountText(a.Amount), a.TradeNo)
	case ledger.ActUnrefunded:
		return words.New("nothing of trade %s was refunded until now that the books do not know", a.TradeNo)
	case ledger.ActAllow:
		return words.New("one batch may refund up to %s for trade %s", terminal.AmountText(a.Amount), a.TradeNo)
	case ledger.ActDismiss:
		return words.New("finding %s %s is dismissed", a.Finding, a.Code)
	case ledger.ActUndo:
		return words.New("%s is taken back", ledger.ActID(a.Undoes))
	}
	return words.New("%s", a.Kind)
}

// nextOf is what an act waits for, or what the next run does with it.
func nextOf(a ledger.Act, flags string) words.Text {
	if a.State == ledger.ActWaiting {
		return words.New("%d of %d: another person must say the same: reconcile %s%s --by NAME --evidence TEXT", len(a.People), a.Needed, commandOf(a), flags)
	}
	switch a.Kind {
	case ledger.ActVoid:
		return words.New("the next run may propose its unanswered lines again")
	case ledger.ActSubmitted:
		if a.Code != "" {
			return words.New("the next run counts its lines as failed, and may propose them again where the code allows it")
		}
		return words.New("its lines are in flight until their results come; nobody has to submit it again")
	case ledger.ActSucceeded:
		return words.New("the next run counts it as refunded")
	case ledger.ActFailed:
		return words.New("the next run counts it as failed, and may propose it again where the code allows it")
	case ledger.ActElsewhere:
		return words.New("in the next run so much less is owed")
	case ledger.ActPaid:
		return words.New("the next run goes by it, until an export says other")
	case ledger.ActUnrefunded:
		return words.New("the next run asks for no other proof of the days until today")
	case ledger.ActAllow:
		return words.New("the next run may issue it, once, though a code or a cap holds it")
	case ledger.ActDismiss:
		return words.New("the next run closes it, and it holds nothing until new evidence about the same thing is read")
	case ledger.ActUndo:
		return words.New("the next run goes by the books without it")
	}
	return words.Text{}
}

// commandOf is the command that says an act, without who says it.
func commandOf(a ledger.Act) string {
	switch a.Kind {
	case ledger.ActVoid:
		return "batch void " + a.BatchNo
	case ledger.ActSubmitted:
		if a.Code != "" {
			return "batch submitted " + a.BatchNo + " --answer " + a.Code
		}
		return "batch submitted " + a.BatchNo
	case ledger.ActSucceeded:
		return "resolve line " + a.BatchNo + " " + a.TradeNo + " --succeeded"
	case ledger.ActFailed:
		return "resolve line " + a.BatchNo + " " + a.TradeNo + " --failed " + a.Code
	case ledger.ActElsewhere, ledger.ActPaid, ledger.ActAllow:
		return fmt.Sprintf("resolve trade %s --%s %s", a.TradeNo, a.Kind, terminal.AmountText(a.Amount))
	case ledger.ActUnrefunded:
		return "resolve trade " + a.TradeNo + " --unrefunded"
	case ledger.ActDismiss:
		return "dismiss " + a.Finding
	case ledger.ActUndo:
		return "undo " + ledger.ActID(a.Undoes)
	}
	return ""
}
