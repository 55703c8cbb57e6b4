package announce

import (
	"net/netip"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

// An Occasion says which runs are announced by mail and webhook.
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

// An Address is where an announcement is posted. It often holds a token, so it
// is a secret: no message shows more of it than its host.
type Address struct {
	Host string
	URL  alipay.Secret
}

// IsLocal reports whether a host is this machine.
func IsLocal(host string) bool {
	ip, _ := netip.ParseAddr(host)
	return host == "localhost" || ip.IsLoopback()
}
