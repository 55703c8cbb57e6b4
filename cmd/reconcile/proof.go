package main

import (
	"context"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// An unprovenLine sums the corrections of a run that wait for proof that nothing unknown
// was refunded (contract 4.2).
type unprovenLine struct {
	Trades int64        `json:"trades"`
	Amount alipay.Money `json:"amount"`
	Days   []string     `json:"days"` // that nothing covers
	Say    string       `json:"say"`  // what would
}

// newUnprovenLine is the line of what a situation says waits for proof; nil where nothing
// does.
func newUnprovenLine(s *reports.Situation) *unprovenLine {
	u := s.Unproved
	if u.Trades == 0 {
		return nil
	}
	return &unprovenLine{u.Trades, u.Amount, ledger.DaysOf(u.Gaps), reports.Unproven(u.Gaps)}
}

// checkProof says for each account that a job is for what proves that no refund is unknown,
// and for which days that is missing. No exit status comes of it: without proof nothing is
// issued, and everything is reported.
func checkProof(ctx context.Context, p *program, c *config.Config) []checkLine {
	var lines []checkLine
	seen := map[string]bool{}
	for _, j := range c.Jobs {
		a := j.Account
		if seen[a.Name] {
			continue
		}
		seen[a.Name] = true
		line := checkLine{"proof", "accounts." + a.Name, statedProof(c, a).In(p.Speech()), exit.Done}
		if days := uncoveredDays(ctx, p, c, j); days != "" {
			line.State += "; " + days
		}
		lines = append(lines, line)
	}
	return lines
}

// statedProof is what the configuration says of proof.
func statedProof(c *config.Config, a *config.Account) words.Text {
	since, bills := a.Corrections.CompleteSince, c.HasBills(a)
	switch {
	case bills && since != 0:
		return words.New("bills; complete_since %s for the days before them and the last two", since)
	case bills:
		return words.New("bills alone: they come a day later, so set complete_since for the last two days, where it is true, or nothing is ever issued")
	case since != 0:
		return words.New("complete_since %s, your word that from that day on every refund is submitted by this program or stands in requests:; true only while nobody refunds by hand at Alipay, which bills: alone would show", since)
	}
	return words.New("missing: no batch is ever issued, because nothing shows that a buyer was not refunded already. List Alipay's bills under bills:, and set complete_since to the day from which every refund is submitted by this program or stands in requests:. Who refunds by hand at Alipay and has no bills must not set it")
}

// uncoveredDays names what the calendar of the job's last run lacks; empty where nothing,
// or where it made none.
func uncoveredDays(ctx context.Context, p *program, c *config.Config, j *config.Job) (text string) {
	if runner.NeedLedger(c) != nil {
		return ""
	}
	err := runner.WithBooks(ctx, c, runner.Access{}, func(b *runner.Books) error {
		run, ok, err := b.LastRun(ctx, j.Name)
		if err != nil || !ok {
			return err
		}
		covers, err := b.Coverage(ctx, run.ID)
		if err != nil || len(covers) == 0 {
			return err
		}
		days := ledger.DaysOf(ledger.Gaps(covers, covers[0].From, ledger.DayOf(run.AsOf)))
		const most = 4
		text = p.Speech().Sprintf("run %d: proof of each day from %s on", run.ID, covers[0].From)
		if len(days) > 0 {
			text = p.Speech().Sprintf("run %d: no proof of the days before %s, nor of %s", run.ID, covers[0].From, strings.Join(days[:min(len(days), most)], ", "))
		}
		if more := len(days) - most; more > 0 {
			text += p.Speech().Sprintf(", and %d times more", more)
		}
		return nil
	})
	if err != nil {
		return "" // another line says what is wrong with the ledger
	}
	return text
}
