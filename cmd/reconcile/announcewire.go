package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// A wire is how announcements leave the program. Tests put their own clock and
// trust in it.
type wire struct {
	http  *http.Client
	tls   *tls.Config // what to trust; nil: what the system does
	now   func() time.Time
	pause func(ctx context.Context, d time.Duration) error
}

// The attempts at one target: each pause is twice the one before, and none is
// longer than maxPause, whatever a server asks for.
const (
	maxAttempts = 4
	firstPause  = time.Second
	maxPause    = 20 * time.Second
)

// newWire returns a wire that goes by the wall clock.
func newWire(getenv func(string) string) *wire {
	return &wire{http: newHTTP(getenv), now: time.Now, pause: pause}
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// A lastWord is a failure that trying again would not mend.
type lastWord struct{ error }

// refuse makes a lastWord.
func refuse(format string, args ...any) error { return lastWord{fmt.Errorf(format, args...)} }

// A delay is a failure after which a server wants to be left alone for a while.
type delay struct {
	error
	wait time.Duration
}

// deliver sends news to a target, again where that may help, and returns how
// often it tried. The error is that of the last attempt that got an answer.
func (w *wire) deliver(ctx context.Context, t addressee, n *news) (attempts int, err error) {
	wait := firstPause
	for {
		attempts++
		err = w.attempt(ctx, t, n)
		var final lastWord
		if err == nil || errors.As(err, &final) || attempts == maxAttempts {
			return attempts, err
		}
		next := wait
		var asked delay
		if errors.As(err, &asked) {
			next = max(next, asked.wait)
		}
		if w.pause(ctx, min(next, maxPause)) != nil {
			return attempts, err
		}
		wait *= 2
	}
}

// attempt sends news once, within the target's patience. A fault of the program
// is a failure of the announcement and not of the run.
func (w *wire) attempt(ctx context.Context, t addressee, n *news) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = refuse("internal error: %v", fault)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, t.patience())
	defer cancel()
	err = t.send(ctx, w, n)
	if wrong := new(tls.CertificateVerificationError); errors.As(err, &wrong) {
		return lastWord{err}
	}
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %s", t.patience())
	}
	return err
}
