package main

import (
	"context"
	"errors"
	"fmt"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// An ending is the exit status of a pass, and why it failed where it did.
type ending struct {
	exit  int
	cause string
}

// endingOf returns how a pass ended: with an exit status, an error or a panic.
func endingOf(ctx context.Context, status int, err error, fault any) ending {
	if fault != nil {
		return ending{exit.Failed, fmt.Sprintf("internal error: %v", fault)}
	}
	if err == nil {
		return ending{status, ""}
	}
	cause := err.Error()
	if late := timedOut(0); errors.As(context.Cause(ctx), &late) {
		cause = late.Error()
	}
	return ending{statusOf(ctx, err), cause}
}

// withNights is withBooks for runs: where the books cannot be opened, that is
// announced for each job, unless the run is tried again in a moment.
func withNights(ctx context.Context, e environment, c *config, jobs []*job, dry bool, again func(error) bool, body func(*books) error) error {
	opened, how := false, access{write: true, guarded: jobs}
	if dry {
		how = access{private: "dry-run"}
	}
	err := withBooks(ctx, c, how, func(b *books) error {
		opened = true
		return body(b)
	})
	if !opened && !dry && !again(err) {
		announceUnmade(ctx, e, jobs, err)
	}
	return err
}

// never is for runs that are not tried again.
func never(error) bool { return false }

// isLocked reports whether another run or program holds the ledger: a schedule
// tries again in a minute.
func isLocked(err error) bool {
	return errors.Is(err, ledger.ErrLocked) || errors.Is(err, ledger.ErrBusy)
}

// announceBroken announces that a configuration holds an error, to the targets
// of it that hold none.
func announceBroken(ctx context.Context, e environment, c *config, s runSettings, err error) {
	if c == nil || s.dryRun {
		return
	}
	if jobs, wrong := c.selected(s.job); wrong == nil {
		announceUnmade(ctx, e, jobs, err)
	}
}

// announceUnmade announces runs that ended before they began. They have no
// history: that is in the ledger.
func announceUnmade(ctx context.Context, e environment, jobs []*job, err error) {
	if _, stopped := exit.SignalOf(ctx); stopped {
		return
	}
	for _, j := range jobs {
		end, now := endingOf(ctx, 0, err, nil), e.now()
		announcerFor(e, j).announce(ctx, &Event{stage: ledger.StageEnd, job: j.name, language: j.language, begun: now, ended: now, exit: end.exit, cause: end.cause, flags: " --job " + j.name})
	}
}
