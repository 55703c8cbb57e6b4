package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// An accountActs are what people did on the books of an account.
type accountActs struct {
	Account string    `json:"account"`
	Acts    []actLine `json:"acts"`
}

// An actLine is one act.
type actLine struct {
	Number     string          `json:"number,omitempty"`
	At         string          `json:"at"`
	Act        ledger.ActKind  `json:"act"`
	By         string          `json:"by"`
	BatchNo    string          `json:"batch_no,omitempty"`
	Proposal   string          `json:"proposal,omitempty"`
	Run        int64           `json:"run,omitempty"`
	Digest     string          `json:"digest,omitempty"`
	Code       string          `json:"code,omitempty"`
	Finding    string          `json:"finding,omitempty"`
	TradeNo    string          `json:"trade_no,omitempty"`
	NotifyID   string          `json:"notify_id,omitempty"`
	Amount     *alipay.Money   `json:"amount,omitempty"`
	Decision   ledger.Decision `json:"decision,omitempty"`
	Said       string          `json:"said,omitempty"`
	File       string          `json:"file,omitempty"`
	FileSHA256 string          `json:"file_sha256,omitempty"`
	Undoes     string          `json:"undoes,omitempty"` // the act that it takes back
	State      ledger.ActState `json:"state,omitempty"`
	Needed     int             `json:"people_needed,omitempty"`
	People     []approvalLine  `json:"people,omitempty"` // who has said it, in order
	UndoneBy   string          `json:"undone_by,omitempty"`
	UsedBy     string          `json:"used_by,omitempty"` // the batch that has drawn an allowance
	Next       string          `json:"next,omitempty"`    // what it waits for, or what the next run does with it
}

// newActsCommand lists what people did.
func newActsCommand(p *program) *cobra.Command {
	cmd := p.jobCommand("acts", "list what people said of the books and did on them", noArgs, listActs)
	cmd.Long = "List what people said of the books of each account and did on them, oldest first: who, when, of\n" +
		"what, on what evidence, and whether it is in force, waits for more people, was taken back, or was\n" +
		"overtaken by newer evidence. What is said with a number, such as A12, can be taken back by\n" +
		"reconcile undo A12."
	return cmd
}

func listActs(ctx context.Context, p *program, name string, _ []string) error {
	var lists []accountActs
	err := withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) (err error) {
		lists, err = readActs(ctx, p, c, l, name)
		return err
	})
	if err != nil {
		return err
	}
	if p.JSON {
		return p.PrintFields("accounts", lists)
	}
	for i, list := range lists {
		if i > 0 {
			fmt.Fprintln(p.Stdout)
		}
		if len(lists) > 1 {
			p.Line("account", "%s", list.Account)
		}
		printActs(p, list.Acts)
		printWaiting(p, list.Acts)
	}
	return nil
}

// readActs reads the acts of the accounts of the selected jobs, each account once.
func readActs(ctx context.Context, p *program, c *config.Config, l *ledger.Ledger, name string) ([]accountActs, error) {
	jobs, err := c.Selected(name)
	if err != nil {
		return nil, err
	}
	lists, seen := []accountActs{}, map[int64]bool{}
	for _, j := range jobs {
		account, ok, err := l.FindAccount(ctx, j.Account.Merchant.Partner)
		if err != nil {
			return nil, err
		}
		if !ok || seen[account] {
			continue
		}
		seen[account] = true
		list := accountActs{j.Account.Name, []actLine{}}
		for act, err := range l.Acts(ctx, account) {
			if err != nil {
				return nil, err
			}
			line := newActLine(act)
			if act.State == ledger.ActWaiting {
				line.Next = nextOf(act, c.FlagsOf(j)).In(p.Speech())
			}
			list.Acts = append(list.Acts, line)
		}
		lists = append(lists, list)
	}
	return lists, nil
}

func newActLine(a ledger.Act) actLine {
	line := actLine{At: terminal.Stamp(a.At), Act: a.Kind, By: a.Person, BatchNo: a.BatchNo, Proposal: a.Proposal, Run: a.Run, Digest: a.Digest,
		Code: a.Code, Finding: a.Finding, TradeNo: a.TradeNo, NotifyID: a.NotifyID, Amount: a.Amount, Decision: a.Decision, Said: a.Said,
		File: a.File, FileSHA256: a.FileSHA256, State: a.State, Needed: a.Needed, UsedBy: a.UsedBy}
	line.Number, line.Undoes, line.UndoneBy = actNumber(a.No), actNumber(a.Undoes), actNumber(a.UndoneBy)
	for _, one := range a.People {
		line.People = append(line.People, approvalLine{one.Person, terminal.Stamp(one.At)})
	}
	return line
}

// actNumber is the number of an act as people see it, "" for none.
func actNumber(no int64) string {
	if no == 0 {
		return ""
	}
	return ledger.ActID(no)
}

// printActs prints acts for people.
func printActs(p *program, acts []actLine) {
	t := terminal.NewTable("act", "when", "what", "by", "on", "said", "document", "state")
	for _, a := range acts {
		t.Add(a.Number, a.At, p.Language.Sprint(string(a.Act)), a.people(), a.on().In(p.Language), a.said(p.Language), a.document(), a.state().In(p.Language))
	}
	p.WriteTable(t, len(t.Columns))
}

// printWaiting prints what another person may say, and how.
func printWaiting(p *program, acts []actLine) {
	for _, a := range acts {
		if a.State == ledger.ActWaiting {
			p.Line("waiting", "%s, %s", a.Number, a.Next)
		}
	}
}

// people names all who have said an act.
func (a actLine) people() string {
	if len(a.People) == 0 {
		return a.By
	}
	names := make([]string, len(a.People))
	for i, one := range a.People {
		names[i] = one.By
	}
	return strings.Join(names, ", ")
}

// on names what an act is on.
func (a actLine) on() words.Text {
	switch a.Act {
	case ledger.ActRelease:
		return words.New("%s, batch %s", a.Proposal, a.BatchNo)
	case ledger.ActApprove:
		return words.New("lines %.12s of run %d", a.Digest, a.Run)
	case ledger.ActReview, ledger.ActDismiss:
		if a.TradeNo != "" {
			return words.New("%s %s of trade %s", a.Finding, a.Code, a.TradeNo)
		}
		return words.New("%s %s", a.Finding, a.Code)
	case ledger.ActUndo:
		return words.New("%s", a.Undoes)
	}
	if a.BatchNo == "" {
		return words.New("trade %s", a.TradeNo)
	}
	if a.TradeNo == "" {
		return words.New("batch %s", a.BatchNo)
	}
	return words.New("batch %s, trade %s", a.BatchNo, a.TradeNo)
}

// said is what a person said: a decision, an amount or a code first, then the evidence.
func (a actLine) said(l words.Language) string {
	var parts []string
	head := l.Sprint(string(a.Decision))
	switch {
	case a.Amount != nil && a.Act != ledger.ActDismiss && a.Act != ledger.ActUndo:
		head = a.Amount.String()
	case a.Act == ledger.ActFailed || a.Act == ledger.ActSubmitted:
		head = a.Code
	}
	for _, part := range []string{head, a.Said} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, l.Sprint("; "))
}

// document names a document and begins its SHA-256.
func (a actLine) document() string {
	if a.File == "" {
		return ""
	}
	return fmt.Sprintf("%s (SHA-256 %.12s)", a.File, a.FileSHA256)
}

// state is where an act is in its life.
func (a actLine) state() words.Text {
	switch {
	case a.State == ledger.ActWaiting:
		return words.New("waiting, %d of %d", len(a.People), a.Needed)
	case a.State == ledger.ActUndone && a.UndoneBy != "":
		return words.New("undone by %s", a.UndoneBy)
	case a.State == ledger.ActLapsed:
		return words.New("lapsed: newer evidence")
	case a.State == ledger.ActUsed && a.UsedBy != "":
		return words.New("used by batch %s", a.UsedBy)
	}
	return words.New("%s", words.Kept(a.State))
}
