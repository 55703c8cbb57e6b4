package main

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
)

// checkTargets lists where a job's runs are announced: the hosts, no more.
func checkTargets(j *job) []checkLine {
	var lines []checkLine
	for _, t := range j.targets {
		on := "on " + string(j.notifyOn)
		switch t := t.(type) {
		case mailbox:
			on += ", to " + mailAddresses(t.to)
		case ping, textfile:
			on = "each run"
		}
		lines = append(lines, checkLine{"announce", j.name, t.name() + ", " + on, exit.Done})
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
// says that it is one. No run is made, and the ledger is not asked.
func checkAnnounce(ctx context.Context, p *program, name string) error {
	c, err := loadConfig(p.config, p.Getenv)
	if err != nil {
		return err
	}
	c.warn(p.Log)
	jobs, err := c.selected(name)
	if err != nil {
		return err
	}
	var lines []checkLine
	for _, j := range jobs {
		now := p.now()
		for _, d := range announcerFor(p.environment, j).announce(ctx, &Event{stage: ledger.StageEnd, test: true, job: j.name, language: j.language, begun: now, ended: now}) {
			line := checkLine{"announce", j.name, d.Target + ": it was told", exit.Done}
			if d.Failure != "" {
				line = checkLine{"announce", j.name, fmt.Sprintf("%s: %s", d.Target, d.Failure), exit.Failed}
			}
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return hint.With(&hint.UsageError{Err: fmt.Errorf("%s names no mail, webhooks, ping or textfile to announce to", c.file)}, "reconcile init writes a configuration that shows how")
	}
	return printCheck(p, lines)
}
