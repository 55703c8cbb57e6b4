package exit

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// A Signal is the signal that ended the program's context.
type Signal struct{ Number syscall.Signal }

func (s Signal) Error() string {
	if s.Number == syscall.SIGTERM {
		return "interrupted by SIGTERM"
	}
	return "interrupted"
}

// WithSignals returns a context that SIGINT and SIGTERM cancel, with a
// Signal as its cause. After the first signal the second one kills, so
// that nobody waits for a step that hangs.
func WithSignals() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Reset(syscall.SIGINT, syscall.SIGTERM)
			cancel(Signal{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}

// SignalOf returns the signal that ended ctx, if one did.
func SignalOf(ctx context.Context) (Signal, bool) {
	var s Signal
	return s, errors.As(context.Cause(ctx), &s)
}

// WithHangups returns where SIGHUP is told, once for several that nobody has
// taken yet, until stop is called.
func WithHangups() (hangups <-chan os.Signal, stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	return signals, func() { signal.Stop(signals) }
}
