package main

import (
	"context"
	"net/url"
	"strings"
	"time"

	"reconcile/ledger"
)

// A ping is the address of a health check, which is told when a run starts
// (address/start), when it was made (address), and when it failed
// (address/fail). Findings are no failure: the program works.
type ping struct{ to address }

func (p ping) name() string                   { return "ping " + p.to.host }
func (p ping) patience() time.Duration        { return httpPatience }
func (p ping) wants(n *news, _ occasion) bool { return !n.test || n.stage == ledger.StageEnd }

func (p ping) send(ctx context.Context, wire *wire, n *news) error {
	to, err := url.Parse(p.to.url.Reveal())
	if err != nil {
		return refuse("the address of %s cannot be asked", p.to.host)
	}
	body := ""
	switch {
	case n.stage == ledger.StageStart:
		to = to.JoinPath("start")
	case !n.test && !succeeded(n.exit):
		to = to.JoinPath("fail")
		fallthrough
	default:
		to.Path = strings.TrimSuffix(to.Path, "/")
		body = n.headline()
	}
	_, err = wire.post(ctx, to, "text/plain; charset=utf-8", []byte(body))
	return err
}
