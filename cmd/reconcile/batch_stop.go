package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// A stopLine is a batch that must not be submitted any more, and why.
type stopLine struct {
	BatchNo  string       `json:"batch_no"`
	Over     alipay.Money `json:"too_much"` // if it were submitted and succeeded
	Say      string       `json:"say"`
	VoidFrom string       `json:"void_from"` // from when on it may be voided
	commands []string
}

// stopLines are the batches of a job's account that must not be submitted any more now.
func stopLines(ctx context.Context, c *config.Config, l *ledger.Ledger, j *config.Job, run ledger.Run, p *program) ([]stopLine, error) {
	at := &reports.Situation{Language: string(p.Speech()), At: p.Now(), Account: c.OfAccount(j.Account).In(p.Speech()), Config: c.Flag(), Job: c.FlagsOf(j)}
	for w, err := range l.Waiting(ctx, run) {
		if err != nil {
			return nil, err
		}
		if w.Stop() {
			at.Stops = append(at.Stops, w)
		}
	}
	all := []stopLine{}
	for i, t := range at.Tasks()[:len(at.Stops)] { // they come first
		w := at.Stops[i]
		all = append(all, stopLine{w.BatchNo, w.Over, t.Say, terminal.Stamp(t.From), t.Commands(at.At, at.Language)})
	}
	return all, nil
}

// addStops tells of a batch whether it must not be submitted any more.
func (v *batchView) addStops(ctx context.Context, c *config.Config, l *ledger.Ledger, j *config.Job, run ledger.Run, p *program) error {
	all, err := stopLines(ctx, c, l, j, run, p)
	for _, s := range all {
		if s.BatchNo == v.BatchNo {
			v.Stop = append(v.Stop, s)
		}
	}
	v.DayOver = dayOver(v.batchLine, p.Now(), p.Speech())
	return err
}

// printStops prints what must not be submitted any more, before anything else.
func printStops(p *program, all []stopLine) {
	for _, s := range all {
		p.Line("stop", "%s", s.Say)
		for _, command := range s.commands {
			p.Line("", "%s", terminal.Visible(command))
		}
		fmt.Fprintln(p.Stdout)
	}
}

// dayOver says of a batch of the program that waits that its day is over; empty where that
// is not so.
func dayOver(b batchLine, now time.Time, in words.Language) string {
	waits := b.State == ledger.Emitted || b.State == ledger.Overdue
	day, _, _ := strings.Cut(b.RefundDate, " ")
	if b.Origin != "emitted" || !waits || day >= ledger.DayOf(now).String() {
		return ""
	}
	return in.Sprintf("do not submit it: its day, %s, is over, and Alipay refuses it; if that was not done then, void it", day)
}
