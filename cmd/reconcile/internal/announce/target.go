package announce

import (
	"net/netip"
	"net/url"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
	"reconcile/reports"
)

// An Occasion selects the runs that are announced by mail and webhook.
type Occasion string

// The occasions. A health check and a textfile are told of every run.
const (
	OnFindings Occasion = "findings" // ended with 3 or 4, or failed
	OnAlways   Occasion = "always"
	OnFailure  Occasion = "failure" // failed: ended with 1, 2 or 5
)

// Covers reports whether a run that ended with a status is announced.
func (o Occasion) Covers(status int) bool {
	switch status {
	case exit.Done:
		return o == OnAlways
	case exit.Findings, exit.Incomplete:
		return o != OnFailure
	}
	return true
}

// accepts reports whether the end of a run is announced, or a test. A night to act on is,
// whatever the level that the run was asked to fail on.
func (o Occasion) accepts(e *Event) bool {
	return e.Stage == ledger.StageEnd && (e.Test || o.Covers(e.Exit) || e.Verdict == reports.ActToday && o != OnFailure)
}

// An Address is where an announcement is posted. It often holds a token, so it
// is a secret: no message shows more of it than its host.
type Address struct {
	Host string
	URL  alipay.Secret
}

// parse returns the address to post to.
func (a Address) parse() (*url.URL, error) {
	to, err := url.Parse(a.URL.Reveal())
	if err != nil {
		return nil, permanent("the address of %s cannot be asked", a.Host)
	}
	return to, nil
}

// IsLocal reports whether a host is this machine.
func IsLocal(host string) bool {
	ip, _ := netip.ParseAddr(host)
	return host == "localhost" || ip.IsLoopback()
}
