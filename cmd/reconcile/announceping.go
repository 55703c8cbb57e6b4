package main

import (
	"context"
	"net/url"
	"strings"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// A ping is the address of a health check, which is asked when a run starts
// (address/start), when it was made (address), and when it failed
// (address/fail). Findings are no failure: the program works.
type ping struct{ to address }

func (p ping) name() string { return "ping " + p.to.host }

func (p ping) timeout() time.Duration { return httpTimeout }

func (p ping) accepts(e *Event, _ occasion) bool { return !e.test || e.stage == ledger.StageEnd }

func (p ping) send(ctx context.Context, t *transport, e *Event) error {
	to, err := url.Parse(p.to.url.Reveal())
	if err != nil {
		return permanent("the address of %s cannot be asked", p.to.host)
	}
	body := ""
	switch {
	case e.stage == ledger.StageStart:
		to = to.JoinPath("start")
	case !e.test && !exit.Succeeded(e.exit):
		to = to.JoinPath("fail")
		fallthrough
	default:
		to.Path = strings.TrimSuffix(to.Path, "/")
		body = e.headline()
	}
	_, err = t.post(ctx, to, "text/plain; charset=utf-8", []byte(body))
	return err
}
