package main

import (
	"context"
	"net/mail"
	"strings"

	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
	"reconcile/words"
)

// checkTargets lists where a job's runs are announced: the hosts, no more.
func checkTargets(j *config.Job, l words.Language) []checkLine {
	var lines []checkLine
	for _, t := range j.Targets {
		on := l.Sprintf("on %s", j.NotifyOn)
		switch t := t.(type) {
		case announce.Mailbox:
			on += l.Sprintf(", to %s", mailAddresses(t.To))
		case announce.Ping, announce.Textfile:
			on = l.Sprint("each run")
		}
		lines = append(lines, checkLine{"announce", j.Name, t.Name() + ", " + on, exit.Done})
	}
	return lines
}

// mailAddresses are addresses as people read them.
func mailAddresses(list []mail.Address) string {
	all := make([]string, len(list))
	for i, a := range list {
		all[i] = a.Address
	}
	return strings.Join(all, ", ")
}

// checkAnnounce tries where the jobs announce their runs, with a message that
// names itself a test. No run is made, and the ledger is not asked.
func checkAnnounce(ctx context.Context, p *program, name string) error {
	c, err := config.Load(p.config, p.Getenv, p.Language)
	if err != nil {
		return err
	}
	c.Warn(p.Log)
	jobs, err := c.Selected(name)
	if err != nil {
		return err
	}
	var lines []checkLine
	for _, j := range jobs {
		now := p.Now()
		for _, d := range runner.AnnouncerFor(p.Env, j).Announce(ctx, &announce.Event{Stage: ledger.StageEnd, Test: true, Job: j.Name, Language: j.Language, Begun: now, Ended: now}) {
			line := checkLine{"announce", j.Name, p.Speech().Sprintf("%s: it was told", d.Target), exit.Done}
			if d.Failure != "" {
				line = checkLine{"announce", j.Name, p.Speech().Sprintf("%s: %s", d.Target, words.Kept(d.Failure)), exit.Failed}
			}
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return hint.With(&hint.UsageError{Err: words.Errorf("%s names no mail, webhooks, ping or textfile to announce to", c.File)}, "reconcile init writes a configuration that shows how")
	}
	return printCheck(p, lines)
}
