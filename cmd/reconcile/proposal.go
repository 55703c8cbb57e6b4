package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// A proposalLine is one proposal of a job's newest run.
type proposalLine struct {
	Proposal  string            `json:"proposal"`
	State     ledger.BatchState `json:"state"` // of the batch, once it is one
	Lines     int               `json:"lines"`
	Total     alipay.Money      `json:"total"`
	Digest    string            `json:"digest"` // of the lines: what people approve
	Approvals []approvalLine    `json:"approvals"`
	Needed    int               `json:"approvals_needed"`
	BatchNo   string            `json:"batch_no,omitempty"` // what it became
}

// An approvalLine is one person's word.
type approvalLine struct {
	By string `json:"by"`
	At string `json:"at"`
}

// newProposalLine is the line of a proposal that nobody has released.
func newProposalLine(p ledger.Proposal, needed int) proposalLine {
	line := proposalLine{p.ID, ledger.ProposedState, len(p.Lines), p.Total, p.Digest, []approvalLine{}, needed, p.BatchNo}
	for _, a := range p.Approvals {
		line.Approvals = append(line.Approvals, approvalLine{a.Person, terminal.Stamp(a.At)})
	}
	return line
}

// readProposalLine is the line of a proposal, in the state of the batch that it has become,
// if it has.
func readProposalLine(ctx context.Context, l *ledger.Ledger, j *config.Job, run ledger.Run, p ledger.Proposal) (proposalLine, error) {
	line := newProposalLine(p, j.Account.Corrections.Approvals)
	if p.BatchNo == "" {
		return line, nil
	}
	b, ok, err := l.OneBatch(ctx, run, j.Account.ResultGrace, p.BatchNo)
	if ok {
		line.State = b.State
	}
	return line, err
}

// proposalLines reads the proposals of a job's newest run.
func proposalLines(ctx context.Context, l *ledger.Ledger, j *config.Job, run ledger.Run) ([]proposalLine, error) {
	lines := []proposalLine{}
	all, err := l.Proposals(ctx, run)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		line, err := readProposalLine(ctx, l, j, run, p)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// printProposals prints proposals for people.
func printProposals(p *program, lines []proposalLine) {
	t := terminal.NewTable("proposal", "state", ">lines", ">total", "digest", "approvals", "batch")
	for _, l := range lines {
		t.Add(l.Proposal, l.State.In(p.Language), fmt.Sprint(l.Lines), l.Total.String(), l.Digest[:12], l.approvals().In(p.Language), l.BatchNo)
	}
	p.WriteTable(t, len(t.Columns))
}

// approvals counts the people who have approved, of those who are needed, and names them.
func (l proposalLine) approvals() words.Text {
	var names []string
	for _, a := range l.Approvals {
		names = append(names, a.By)
	}
	s := words.New("%d of %d", len(l.Approvals), l.Needed)
	if len(names) > 0 {
		s = words.New("%s: %s", s, strings.Join(names, ", "))
	}
	return s
}

// next is the command that a proposal waits for.
func (l proposalLine) next(flags string) string {
	if len(l.Approvals) < l.Needed {
		return fmt.Sprintf("reconcile batch approve %s%s --digest %s --by NAME", l.Proposal, flags, l.Digest[:12])
	}
	return fmt.Sprintf("reconcile batch release %s%s --by NAME", l.Proposal, flags)
}

// proposalRun is the number of the run that a proposal's name such as P7-1
// holds. ok is false where s is no such name.
func proposalRun(s string) (run int64, ok bool) {
	m := regexp.MustCompile(`^P([0-9]{1,18})-[0-9]{1,9}$`).FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	run, err := strconv.ParseInt(m[1], 10, 64)
	return run, err == nil
}

// proposalArg asks that the argument of a command is the name of a proposal.
func proposalArg(command, s string) error {
	if _, ok := proposalRun(s); !ok {
		return &hint.UsageError{Err: words.Errorf("%s takes the name of a proposal such as P7-1, got %s; reconcile batch list shows them", command, alipay.Quote(s))}
	}
	return nil
}

// findProposal returns a proposal, and the job whose newest run made it.
//
// Errors: ledger.ErrNoProposal, ledger.ErrReplaced.
func findProposal(ctx context.Context, c *config.Config, l *ledger.Ledger, id string) (*config.Job, ledger.Run, ledger.Proposal, error) {
	wanted, _ := proposalRun(id)
	newest := int64(0)
	for _, j := range c.Jobs {
		run, ok, err := l.LastRun(ctx, j.Name)
		if err != nil {
			return nil, run, ledger.Proposal{}, err
		}
		if newest = max(newest, run.ID); !ok || run.ID != wanted {
			continue
		}
		all, err := l.Proposals(ctx, run)
		for _, p := range all {
			if p.ID == id {
				return j, run, p, err
			}
		}
		if err != nil {
			return nil, run, ledger.Proposal{}, err
		}
	}
	err := ledger.ErrNoProposal
	if wanted < newest {
		err = words.Errorf("%w, or it never had one of this name; the newest is run %d", ledger.ErrReplaced, newest)
	}
	return nil, ledger.Run{}, ledger.Proposal{}, hint.With(words.Errorf("%s: %w", id, err), "reconcile batch list shows what can be approved and released")
}

// A proposalView is one proposal with its lines.
type proposalView struct {
	Schema  int    `json:"schema"`
	Job     string `json:"job"`
	Account string `json:"account"`
	proposalLine
	Run      int64      `json:"run"`
	Unsigned string     `json:"unsigned"` // why it is only proposed
	Detail   []lineView `json:"detail"`
}

// showProposal shows one proposal of a job's newest run.
func showProposal(ctx context.Context, p *program, id string) error {
	return withReader(ctx, p, func(c *config.Config, l *ledger.Ledger) error {
		j, run, proposal, err := findProposal(ctx, c, l, id)
		if err != nil {
			return err
		}
		line, err := readProposalLine(ctx, l, j, run, proposal)
		if err != nil {
			return err
		}
		view := proposalView{Schema: terminal.Schema, Job: j.Name, Account: j.Account.Name, proposalLine: line, Run: run.ID, Unsigned: run.Unsigned}
		for _, l := range proposal.Lines {
			view.Detail = append(view.Detail, lineView{l.TradeNo, l.Amount, l.Reason})
		}
		if p.JSON {
			return p.PrintJSON(view)
		}
		printProposal(p, view, line.next(c.Flag()))
		return nil
	})
}

// printProposal prints one proposal for people, and what it waits for.
func printProposal(p *program, v proposalView, next string) {
	printProposals(p, []proposalLine{v.proposalLine})
	p.Line("digest", "%s", v.Digest)
	for _, a := range v.Approvals {
		p.Line("approved", "%s by %s", a.At, a.By)
	}
	printLines(p, v.Detail)
	if v.State != ledger.ProposedState {
		return
	}
	fmt.Fprintln(p.Stdout)
	p.Line("unsigned", "%s", words.Kept(v.Unsigned))
	p.Line("next", "%s", next)
}
