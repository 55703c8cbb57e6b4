package main

import (
	"context"
	"fmt"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
)

// A story is what one job's books know of one thing. Of a finding and of an order it has the
// trades that they are about; of a line, each reading of it.
type story struct {
	Job     string               `json:"job"`
	Account string               `json:"account"`
	Batch   *batchLine           `json:"batch,omitempty"`
	Finding *reports.FindingLine `json:"finding,omitempty"`
	Meaning string               `json:"meaning,omitempty"` // the sentence of the finding's rule
	Section string               `json:"section,omitempty"` // that the rule enforces
	Ends    []string             `json:"ends,omitempty"`    // what ends the finding, as people read it
	Events  []eventLine          `json:"events,omitempty"`
	Cut     bool                 `json:"cut,omitempty"` // there are more events
	Trades  []tradeStory         `json:"trades,omitempty"`
	More    bool                 `json:"more_trades,omitempty"`
	Lines   []lineStory          `json:"readings,omitempty"`
}

// A tradeStory is the story of a trade.
type tradeStory struct {
	TradeNo string      `json:"trade_no"`
	Events  []eventLine `json:"events"`
}

// A lineStory is what became of a line in one reading of its file.
type lineStory struct {
	File   string      `json:"file"`
	Line   int64       `json:"line"`
	Kind   ledger.Kind `json:"kind"`
	Run    int64       `json:"run"`
	Fate   string      `json:"fate,omitempty"`
	Events []eventLine `json:"events,omitempty"`
}

// An explainer gathers the stories of one thing.
type explainer struct {
	p       *program
	books   *ledger.Ledger
	rules   map[string]ledger.Rule
	what    ledger.Subject
	trades  []jobEvents // of a trade
	stories []story
}

// read takes the story that one job tells.
func (e *explainer) read(ctx context.Context, k known) (err error) {
	s := story{Job: k.job.Name, Account: k.job.Account.Name}
	switch e.what.Kind {
	case ledger.SubjectTrade:
		events, err := readTrade(ctx, e.books, k.job, k.run, e.rules, e.what.Name)
		if err == nil {
			events.Open, err = e.readOpen(ctx, k, e.what.Name)
		}
		e.trades = append(e.trades, events)
		return err
	case ledger.SubjectOrder:
		err = e.readOrder(ctx, k, &s)
	case ledger.SubjectBatch:
		err = e.readBatch(ctx, k, &s)
	case ledger.SubjectNotification:
		var told ledger.Story
		told, err = e.books.ExplainNotification(ctx, k.run.Account, e.what.Name, k.job.Name)
		s.Events, s.Cut = e.lines(told.Events, k.job), told.Cut
	case ledger.SubjectFinding:
		err = e.readFinding(ctx, k, &s)
	case ledger.SubjectLine:
		err = e.readLine(ctx, k, &s)
	}
	e.stories = append(e.stories, s)
	return err
}

// lines are events as lines, without the position of a trade.
func (e *explainer) lines(events []ledger.Event, j *config.Job) []eventLine {
	lines := eventLines(events, e.rules, j.Language)
	for i := range lines {
		lines[i].position = nil
	}
	return lines
}

func (e *explainer) readOrder(ctx context.Context, k known, s *story) error {
	trades, more, err := e.books.TradesOfOrder(ctx, k.run.Account, e.what.Name)
	s.More = more
	for _, trade := range trades {
		if err == nil {
			err = e.addTrade(ctx, k, s, trade)
		}
	}
	return err
}

// addTrade adds the story of a trade to that of something else.
func (e *explainer) addTrade(ctx context.Context, k known, s *story, trade string) error {
	events, err := readTrade(ctx, e.books, k.job, k.run, e.rules, trade)
	s.Trades = append(s.Trades, tradeStory{trade, events.Events})
	return err
}

func (e *explainer) readBatch(ctx context.Context, k known, s *story) error {
	b, ok, err := e.books.OneBatch(ctx, k.run, k.job.Account.ResultGrace, e.what.Name)
	if err != nil {
		return err
	}
	if ok {
		line := newBatchLine(b)
		s.Batch = &line
	}
	told, err := e.books.ExplainBatch(ctx, k.run.Account, e.what.Name, k.job.Name)
	s.Events, s.Cut = e.lines(told.Events, k.job), told.Cut
	return err
}

func (e *explainer) readFinding(ctx context.Context, k known, s *story) error {
	told, err := e.books.ExplainFinding(ctx, k.run, e.what.Name)
	if err != nil {
		return err
	}
	rule := e.rules[told.Finding.Code]
	line := reports.NewFindingLine(told.Finding, rule, k.job.Language, k.flags)
	s.Ends = line.Ways.Lines(k.flags, k.job.Language)
	s.Finding, s.Meaning, s.Section = &line, sentence(rule, k.job.Language), rule.Section
	s.Events, s.Cut = e.lines(told.Events, k.job), told.Cut
	if told.Finding.TradeNo == "" {
		return nil
	}
	return e.addTrade(ctx, k, s, told.Finding.TradeNo)
}

func (e *explainer) readLine(ctx context.Context, k known, s *story) error {
	file, line, _ := splitPlace(e.what.Name)
	readings, err := e.books.ExplainLine(ctx, k.run.Account, file, line)
	for _, r := range readings {
		s.Lines = append(s.Lines, lineStory{r.Place.File, r.Place.Line, r.Kind, r.Run, r.Fate, e.lines(r.Content.Events, k.job)})
	}
	return err
}

// print prints what was gathered, for programs or for people.
func (e *explainer) print() error {
	switch {
	case e.what.Kind == ledger.SubjectTrade && e.p.JSON:
		return e.p.PrintFields("trade_no", e.what.Name, "jobs", e.trades)
	case e.what.Kind == ledger.SubjectTrade:
		printEvents(e.p, e.what.Name, e.trades)
		return nil
	case e.p.JSON:
		return e.p.PrintFields("kind", e.what.Kind, "name", e.what.Name, "jobs", e.stories)
	}
	for i, s := range e.stories {
		if i > 0 {
			fmt.Fprintln(e.p.Stdout)
		}
		fmt.Fprintf(e.p.Stdout, "%s %s, job %s, account %s\n", e.what.Kind, terminal.Visible(e.what.Name), s.Job, s.Account)
		printStory(e.p, s)
	}
	return nil
}
