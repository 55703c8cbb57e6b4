package report

import (
	"context"
	"fmt"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A Situation is what the verdict on a run and the to-dos follow from. The books tell most
// of it; what only a caller knows, such as a run that is missing, it sets itself.
type Situation struct {
	Language string // of the sentences: "en" or "zh"
	At       time.Time

	NewCritical, Critical, Errors, Warnings int64 // open findings
	Incomplete                              bool  // not everything was read

	Stops    []ledger.Waiting // must not be submitted any more
	Today    []ledger.Waiting // ours, whose day it is
	Late     []ledger.Waiting // overdue: the first of them
	LateMore int64            // and how many more

	Missing   []MissingInput
	Rejected  Rejected // lines that do not read
	Runs      string
	Proposals []Proposed
	Unproven  string // what waits for proof, and what would prove it
	Unproved  Unproved
	Files     []ledger.RunFile // that were refused, or of which something was left or not read
	Holds     Holds            // what holds corrections back

	Sentences Sentences // the rules, whose acts end what they find

	Account  string                        // named where there are several
	Config   string                        // flags that lead a command to this configuration
	Job      string                        // the same, to this job
	Since    map[string]string             // since when patterns have matched no file
	Page     func(w ledger.Waiting) string // where the page of a batch is; nil: beside the workbook
	Workbook string                        // where the rejected rows are listed; empty in the workbook itself
}

// A MissingInput is what to do about input that a run had to do without; Pattern is the
// one that matched no file.
type MissingInput struct{ EN, ZH, Pattern string }

// A Proposed is a proposal that waits for people.
type Proposed struct {
	ID                string
	Lines             int64
	Total             alipay.Money
	Unsigned          string // why it could not become a batch by itself
	Manual            bool   // people release it
	Approvals, Needed int
	Command           string
}

// SituationBooks are what a situation is read from. *ledger.Ledger is one.
type SituationBooks interface {
	Files(ctx context.Context, run int64) ([]ledger.RunFile, error)
	Tallies(ctx context.Context, run int64) ([]ledger.Tally, error)
	Waiting(ctx context.Context, run ledger.Run) iter.Seq2[ledger.Waiting, error]
	Corrections(ctx context.Context, run int64) iter.Seq2[ledger.Correction, error]
	Coverage(ctx context.Context, run int64) ([]ledger.Cover, error)
	Batches(ctx context.Context, run int64) ([]ledger.Batch, error)
}

// maxLate is how many overdue batches are named.
const maxLate = 3

// Situate reads the situation that a run has left, at a moment: that of the run's as-of for
// what the run says of itself.
func Situate(ctx context.Context, books SituationBooks, run ledger.Run, at time.Time, language string) (*Situation, error) {
	s, err := SituateUnproven(ctx, books, run, at, language)
	if err != nil {
		return nil, err
	}
	var u Unproved
	for c, err := range books.Corrections(ctx, run.ID) {
		if err != nil {
			return nil, err
		}
		u.Add(c)
		s.Holds.Add(c)
	}
	covers, err := books.Coverage(ctx, run.ID)
	s.Prove(u, covers, run)
	return s, err
}

// SituateUnproven is Situate without what waits for proof, for who reads the corrections
// anyway and calls Prove.
func SituateUnproven(ctx context.Context, books SituationBooks, run ledger.Run, at time.Time, language string) (*Situation, error) {
	s := &Situation{Language: language, At: at, Incomplete: run.Outcome == ledger.Incomplete}
	rules, err := ledger.Rules()
	if err != nil {
		return nil, err
	}
	s.Sentences = NewSentences(rules)
	tallies, err := books.Tallies(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	s.addTallies(tallies)
	files, err := books.Files(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	s.addInput(run.Gaps, files)
	for w, err := range books.Waiting(ctx, run) {
		if err != nil {
			return nil, err
		}
		s.addWaiting(w, run.Policy.ResultGrace)
	}
	return s, s.addProposals(ctx, books, run)
}

// addTallies counts the open findings.
func (s *Situation) addTallies(tallies []ledger.Tally) {
	for _, t := range tallies {
		switch t.Severity {
		case ledger.Critical:
			s.Critical, s.NewCritical = s.Critical+t.Open, s.NewCritical+t.New
		case ledger.Error:
			s.Errors += t.Open
		case ledger.Warning:
			s.Warnings += t.Open
		}
		s.Incomplete = s.Incomplete || t.Unread() > 0
	}
}

// addInput notes what was missing.
func (s *Situation) addInput(gaps []string, files []ledger.RunFile) {
	for _, g := range gaps {
		s.addMissing(MissingInput{"bring the files of " + g + ": none has matched", "请提供 " + g + " 的文件：没有文件匹配", g})
	}
	for _, f := range files {
		if f.Refused != "" || f.Unread != "" || f.Left > 0 {
			s.Files = append(s.Files, f)
		}
		if f.Refused != "" {
			s.addMissing(MissingInput{"replace " + f.Path + ": it was refused: " + f.Refused, "请更换 " + f.Path + "：整份被拒：" + f.Refused, ""})
		}
		if f.Unread != "" {
			s.addMissing(MissingInput{"see to " + f.Path + ": " + f.Unread, "请处理 " + f.Path + "：" + f.Unread, ""})
		}
	}
	s.Rejected = RejectedOf(files)
	s.Incomplete = s.Incomplete || s.Rejected.Rows > 0
}

func (s *Situation) addMissing(m MissingInput) {
	s.Missing, s.Incomplete = append(s.Missing, m), true
}

// addProposals notes the proposals that the run has made.
func (s *Situation) addProposals(ctx context.Context, books SituationBooks, run ledger.Run) error {
	if run.Unsigned == "" {
		return nil
	}
	batches, err := books.Batches(ctx, run.ID)
	for _, b := range batches {
		s.Proposals = append(s.Proposals, Proposed{ID: b.Proposal, Lines: int64(len(b.Lines)), Total: b.Total, Unsigned: run.Unsigned,
			Manual: run.Policy.Manual, Needed: run.Policy.Approvals})
	}
	return err
}

// Unproved sums the corrections of a run that wait for proof that nothing unknown was
// refunded (contract 4.2).
type Unproved struct {
	Trades int64
	Amount alipay.Money
	Gaps   []ledger.Cover // what nothing covers, since the first of these trades was born
	born   ledger.Date    // the earliest
}

// Add adds a correction.
func (u *Unproved) Add(c ledger.Correction) {
	if c.Hold != ledger.NoProof {
		return
	}
	if u.Trades++; u.Trades == 1 || c.Born < u.born {
		u.born = c.Born
	}
	u.Amount = u.Amount.Add(c.Amount)
}

// Prove says what would prove the corrections that wait for it.
func (s *Situation) Prove(u Unproved, covers []ledger.Cover, run ledger.Run) {
	if u.Trades == 0 {
		return
	}
	today := ledger.DayOf(run.AsOf)
	u.Gaps = ledger.Gaps(covers, min(u.born, today), today)
	s.Unproved = u
	s.Unproven = fmt.Sprintf(s.say("%s, %s, held without proof (NO_PROOF): %s", "%s，%s 元，因无凭据而暂缓（NO_PROOF）：%s"),
		s.count(u.Trades, "correction", "补退 %d 笔"), u.Amount, Unproven(u.Gaps, s.Language))
}

// addWaiting tells what is to be done with a batch that waits for results.
func (s *Situation) addWaiting(w ledger.Waiting, grace time.Duration) {
	switch {
	case w.Stop():
		s.Stops = append(s.Stops, w)
	case w.Overdue(s.At, grace):
		if len(s.Late) == maxLate {
			s.LateMore++
			return
		}
		s.Late = append(s.Late, w)
	case w.Ours && !w.Submitted && w.Day() == ledger.DayOf(s.At):
		s.Today = append(s.Today, w)
	}
}
