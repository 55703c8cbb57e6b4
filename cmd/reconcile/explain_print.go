package main

import (
	"fmt"
	"strings"

	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// printStory prints a story for people, below the line that says whose it is.
func printStory(p *program, s story) {
	if s.Batch != nil {
		printBatches(p, []batchLine{*s.Batch})
		fmt.Fprintln(p.Stdout)
	}
	if s.Finding != nil {
		printFindingHead(p, s)
	}
	for _, line := range s.Lines {
		printLineStory(p, line)
	}
	printStoryEvents(p, s.Events)
	if s.Cut {
		p.Printf("there is more than is shown\n")
	}
	for _, trade := range s.Trades {
		fmt.Fprintln(p.Stdout)
		printEvents(p, trade.TradeNo, []jobEvents{{Job: s.Job, Account: s.Account, Events: trade.Events}})
	}
	if s.More {
		p.Printf("other trades have this order number, too\n")
	}
}

// printFindingHead prints what a finding says and means.
func printFindingHead(p *program, s story) {
	f := s.Finding
	about := []string{}
	for _, part := range [][2]string{{"trade", f.TradeNo}, {"batch", f.BatchNo}, {"notification", f.NotifyID}} {
		if part[1] != "" {
			about = append(about, p.Language.Sprint(part[0])+" "+part[1])
		}
	}
	p.Line("code", "%s, %s, %s", f.Code, words.New(string(f.Severity)), words.New(string(f.Status)))
	for _, line := range [][2]string{
		{"means", terminal.Visible(s.Meaning)}, {"rule", sectionText(s.Section, p.Language)}, {"says", terminal.Visible(f.Message)},
		{"about", terminal.Visible(strings.Join(about, ", "))}, {"amount", terminal.AmountText(f.Amount)},
	} {
		if line[1] != "" {
			p.Line(line[0], "%s", line[1])
		}
	}
	head := "evidence"
	for _, place := range f.Evidence {
		p.Line(head, "%s", terminal.Visible(places([]ledger.Place{place}, p.Language)))
		head = ""
	}
	printWays(p, "to end it", s.Ends)
	fmt.Fprintln(p.Stdout)
}

// printWays prints the ways that end something, one a line.
func printWays(p *program, head string, lines []string) {
	for _, line := range lines {
		p.Line(head, "%s", terminal.Visible(line))
		head = ""
	}
}

// printLineStory prints what became of a line in one reading of its file.
func printLineStory(p *program, s lineStory) {
	fate := words.New("the books do not tell it from lines that hold nothing")
	if s.Fate != "" {
		fate = words.New("%s", words.Kept(s.Fate))
	}
	p.Line("line", "%s:%d, of %s, read by run %d", terminal.Visible(s.File), s.Line, words.New(string(s.Kind)), s.Run)
	p.Line("became", "%s", fate)
	printStoryEvents(p, s.Events)
}

// printStoryEvents prints events of something else than a trade.
func printStoryEvents(p *program, events []eventLine) {
	if len(events) == 0 {
		return
	}
	t := terminal.NewTable("time", "what", ">amount", "trade", "batch", "notification", "says", "evidence")
	for _, e := range events {
		place := ""
		if e.Evidence != nil {
			place = places([]ledger.Place{*e.Evidence}, p.Language)
		}
		t.Add(e.At, p.Language.Sprint(string(e.Kind)), terminal.AmountText(e.Amount), e.TradeNo, e.BatchNo, e.NotifyID, e.storyText(p.Language), place)
	}
	p.WriteTable(t, 6)
}

// storyText is what an event says in the story of something else than a trade.
func (e eventLine) storyText(l words.Language) string {
	switch e.Kind {
	case ledger.EventOrder:
		return l.Sprintf("paid; order %s", e.Text)
	case ledger.EventNotice:
		return "success_num " + e.Text
	case ledger.EventForged, ledger.EventRejected:
		return l.Sprintf("rejected: %s", words.Kept(e.Text))
	case ledger.EventIssued:
		if e.Text != "" {
			return l.Sprintf("released by %s from a proposal of run %d", e.Text, e.Run)
		}
		return l.Sprintf("issued by run %d", e.Run)
	case ledger.EventApproval:
		return l.Sprintf("its lines, by %s", e.Text)
	case ledger.EventVoid:
		return l.Sprintf("by %s", e.Text)
	case ledger.EventFinding:
		return l.Sprintf("%s: opened by run %d", e.Code, e.Run)
	case ledger.EventClosed:
		return l.Sprintf("%s: closed by run %d, which no longer saw it", e.Code, e.Run)
	case ledger.EventChanged:
		if e.Text == "" {
			return l.Sprintf("%s: other values from run %d on", e.Code, e.Run)
		}
		return l.Sprintf("%s: other values from run %d on; until then %s", e.Code, e.Run, e.Text)
	}
	if e.isAct() {
		e.Text = l.Sprintf("by %s", e.Text)
	}
	return e.description(l)
}
