package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// An accountActs are what people did on the books of an account.
type accountActs struct {
	Account string    `json:"account"`
	Acts    []actLine `json:"acts"`
}

// An actLine is one act.
type actLine struct {
	At       string          `json:"at"`
	Act      ledger.ActKind  `json:"act"`
	By       string          `json:"by"`
	BatchNo  string          `json:"batch_no,omitempty"`
	Proposal string          `json:"proposal,omitempty"`
	Run      int64           `json:"run,omitempty"`
	Digest   string          `json:"digest,omitempty"`
	Code     string          `json:"code,omitempty"`
	Finding  string          `json:"finding,omitempty"`
	TradeNo  string          `json:"trade_no,omitempty"`
	NotifyID string          `json:"notify_id,omitempty"`
	Decision ledger.Decision `json:"decision,omitempty"`
	Said     string          `json:"said,omitempty"`
}

// newActsCommand lists what people did.
func newActsCommand(p *program) *cobra.Command {
	cmd := p.jobCommand("acts", "list what people did on the books: voids, approvals, releases, reviews", noArgs, listActs)
	cmd.Long = "List what people did on the books of each account, oldest first: who voided a batch and on what\n" +
		"evidence, who approved and released a proposal, and who said what of a finding."
	return cmd
}

func listActs(ctx context.Context, p *program, name string, _ []string) error {
	var lists []accountActs
	err := withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) (err error) {
		lists, err = readActs(ctx, c, l, name)
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
			terminal.PrintLine(p.Stdout, "account", "%s", list.Account)
		}
		printActs(p, list.Acts)
	}
	return nil
}

// readActs reads the acts of the accounts of the selected jobs, each account once.
func readActs(ctx context.Context, c *config.Config, l *ledger.Ledger, name string) ([]accountActs, error) {
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
			list.Acts = append(list.Acts, newActLine(act))
		}
		lists = append(lists, list)
	}
	return lists, nil
}

func newActLine(a ledger.Act) actLine {
	return actLine{At: terminal.Stamp(a.At), Act: a.Kind, By: a.Person, BatchNo: a.BatchNo, Proposal: a.Proposal, Run: a.Run, Digest: a.Digest,
		Code: a.Code, Finding: a.Finding, TradeNo: a.TradeNo, NotifyID: a.NotifyID, Decision: a.Decision, Said: a.Said}
}

// printActs prints acts for people.
func printActs(p *program, acts []actLine) {
	t := terminal.NewTable("when", "act", "by", "on", "said")
	for _, a := range acts {
		t.Add(a.At, string(a.Act), a.By, a.on(), a.said())
	}
	p.WriteTable(t, len(t.Columns))
}

// on names what an act is on.
func (a actLine) on() string {
	switch a.Act {
	case ledger.ActRelease:
		return fmt.Sprintf("%s, batch %s", a.Proposal, a.BatchNo)
	case ledger.ActApprove:
		return fmt.Sprintf("lines %.12s of run %d", a.Digest, a.Run)
	case ledger.ActReview:
		on := a.Finding + " " + a.Code
		if a.TradeNo != "" {
			on += " of trade " + a.TradeNo
		}
		return on
	}
	return "batch " + a.BatchNo
}

// said is what a person said, a decision first.
func (a actLine) said() string {
	if a.Decision != "" && a.Said != "" {
		return string(a.Decision) + "; " + a.Said
	}
	return string(a.Decision) + a.Said
}
