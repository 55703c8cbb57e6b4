package announce

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"time"

	"reconcile/words"
)

// A Transport is how announcements leave the program. Tests put their own clock and
// trust in it.
type Transport struct {
	HTTP  *http.Client
	tls   *tls.Config // what to trust; nil: what the system does
	Now   func() time.Time
	Pause func(ctx context.Context, d time.Duration) error
}

// The attempts at one target: each pause is twice the one before, and none is
// longer than maxPause, whatever a server asks for.
const (
	MaxAttempts = 4
	firstPause  = time.Second
	maxPause    = 20 * time.Second
)

// NewTransport returns a transport that goes by the wall clock.
func NewTransport(getenv func(string) string) *Transport {
	return &Transport{HTTP: NewHTTP(getenv), Now: time.Now, Pause: Pause}
}

// Pause waits, unless ctx ends first.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A permanentError is a failure that trying again would not mend.
type permanentError struct{ error }

// permanent makes a permanentError.
func permanent(format string, args ...any) error {
	return permanentError{words.Errorf(format, args...)}
}

// A retryAfter is a failure after which a server wants to be left alone for a while.
type retryAfter struct {
	error
	wait time.Duration
}

// Deliver sends an event to a target, again where that may help, and returns how
// often it tried. The error is that of the last attempt that got an answer.
func (t *Transport) Deliver(ctx context.Context, to Target, e *Event) (attempts int, err error) {
	wait := firstPause
	for {
		attempts++
		err = t.attempt(ctx, to, e)
		var final permanentError
		if err == nil || errors.As(err, &final) || attempts == MaxAttempts {
			return attempts, err
		}
		next := wait
		var asked retryAfter
		if errors.As(err, &asked) {
			next = max(next, asked.wait)
		}
		if t.Pause(ctx, min(next, maxPause)) != nil {
			return attempts, err
		}
		wait *= 2
	}
}

// attempt sends an event once, within the target's time-out. A fault of the program
// is a failure of the announcement and not of the run.
func (t *Transport) attempt(ctx context.Context, to Target, e *Event) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = permanent("internal error: %v", fault)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, to.Timeout())
	defer cancel()
	err = to.Send(ctx, t, e)
	if wrong := new(tls.CertificateVerificationError); errors.As(err, &wrong) {
		return permanentError{err}
	}
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return words.Errorf("no answer within %s", to.Timeout())
	}
	return err
}
