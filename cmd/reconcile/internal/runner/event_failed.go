package runner

import (
	"context"
	"errors"
	"fmt"

	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/config"
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
	if late := TimedOut(0); errors.As(context.Cause(ctx), &late) {
		cause = late.Error()
	}
	return ending{StatusOf(ctx, err), cause}
}

// WithJobs is withBooks for runs: where the books cannot be opened, that is
// announced for each job, unless the run is tried again in a moment.
func WithJobs(ctx context.Context, e Env, c *config.Config, jobs []*config.Job, dry bool, again func(error) bool, body func(*Books) error) error {
	opened, how := false, Access{Write: true, Guarded: true, Log: e.Log}
	if dry {
		how = Access{Private: "dry-run"}
	}
	err := WithBooks(ctx, c, how, func(b *Books) error {
		opened = true
		return body(b)
	})
	if !opened && !dry && !again(err) {
		announceUnmade(ctx, e, jobs, err)
	}
	return err
}

// Never is for runs that are not tried again.
func Never(error) bool { return false }

// IsLocked reports whether another run or program holds the ledger: a schedule
// tries again in a minute.
func IsLocked(err error) bool {
	return errors.Is(err, ledger.ErrLocked) || errors.Is(err, ledger.ErrBusy)
}

// AnnounceBroken announces that a configuration holds an error, to the targets
// of it that hold none.
func AnnounceBroken(ctx context.Context, e Env, c *config.Config, s Options, err error) {
	if c == nil || s.DryRun {
		return
	}
	if jobs, wrong := c.Selected(s.Job); wrong == nil {
		announceUnmade(ctx, e, jobs, err)
	}
}

// announceUnmade announces runs that ended before they began. They have no
// history: that is in the ledger.
func announceUnmade(ctx context.Context, e Env, jobs []*config.Job, err error) {
	if _, stopped := exit.SignalOf(ctx); stopped {
		return
	}
	for _, j := range jobs {
		end, now := endingOf(ctx, 0, err, nil), e.Now()
		AnnouncerFor(e, j).Announce(ctx, &announce.Event{Stage: ledger.StageEnd, Job: j.Name, Language: j.Language, Begun: now, Ended: now, Exit: end.exit, Cause: end.cause, Flags: " --job " + j.Name})
	}
}
