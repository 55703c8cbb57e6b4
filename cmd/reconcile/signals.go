package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// An interruption is the signal that ended the program's context.
type interruption struct{ signal syscall.Signal }

func (i interruption) Error() string {
	if i.signal == syscall.SIGTERM {
		return "interrupted by SIGTERM"
	}
	return "interrupted"
}

// withSignals returns a context that SIGINT and SIGTERM cancel, with an
// interruption as its cause. After the first signal the second one kills, so
// that nobody waits for a step that hangs.
func withSignals() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Reset(syscall.SIGINT, syscall.SIGTERM)
			cancel(interruption{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

// interrupted returns the interruption that ended ctx, if one did.
func interrupted(ctx context.Context) (interruption, bool) {
	var i interruption
	return i, errors.As(context.Cause(ctx), &i)
}

// withHangups returns where SIGHUP is told, once for several that nobody has
// taken yet, until stop is called.
func withHangups() (hangups <-chan os.Signal, stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	return signals, func() { signal.Stop(signals) }
}
