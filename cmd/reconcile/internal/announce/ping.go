package announce

import (
	"context"
	"strings"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// A Ping is the address of a health check, which is asked when a run starts
// (address/start), when it was made (address), and when it failed
// (address/fail). Findings are no failure: the program works.
type Ping struct{ To Address }

func (p Ping) Name() string { return "ping " + p.To.Host }

func (p Ping) Timeout() time.Duration { return httpTimeout }

func (p Ping) Accepts(e *Event, _ Occasion) bool { return !e.Test || e.Stage == ledger.StageEnd }

func (p Ping) Send(ctx context.Context, t *Transport, e *Event) error {
	to, err := p.To.parse()
	if err != nil {
		return err
	}
	body := ""
	switch {
	case e.Stage == ledger.StageStart:
		to = to.JoinPath("start")
	case !e.Test && !exit.Succeeded(e.Exit):
		to = to.JoinPath("fail")
		fallthrough
	default:
		to.Path = strings.TrimSuffix(to.Path, "/")
		body = e.headline()
	}
	_, err = t.Post(ctx, to, "text/plain; charset=utf-8", []byte(body))
	return err
}
