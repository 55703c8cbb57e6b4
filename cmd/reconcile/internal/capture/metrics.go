package capture

import (
	"bytes"
	"errors"
	"fmt"
	"sync/atomic"
)

// counts are what became of the requests since the start.
type counts struct {
	stored, failed, refused atomic.Int64 // answered success, 500, and that it is no notification
	closed                  atomic.Int64 // connections that were closed for others
}

// add counts an answer.
func (c *counts) add(err error) {
	var refused *refusal
	switch {
	case err == nil:
		c.stored.Add(1)
	case errors.As(err, &refused):
		c.refused.Add(1)
	default:
		c.failed.Add(1)
	}
}

// metrics are the counters in the text format of Prometheus, and whether anything
// can be stored now.
func (r *Receiver) metrics(up bool) []byte {
	var b bytes.Buffer
	family := func(name, kind, help string) { fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	one := func(name, kind, help string, value int64) {
		family(name, kind, help)
		fmt.Fprintf(&b, "%s %d\n", name, value)
	}
	healthy := int64(0)
	if up {
		healthy = 1
	}
	one("reconcile_capture_up", "gauge", "Whether a notification would be stored.", healthy)
	one("reconcile_capture_heartbeat_timestamp_seconds", "gauge", "When this was told.", r.Store.Now().Unix())
	family("reconcile_capture_notifications_total", "counter", "POSTs by what became of them.")
	for _, of := range []struct {
		name  string
		count *atomic.Int64
	}{{"stored", &r.counts.stored}, {"failed", &r.counts.failed}, {"refused", &r.counts.refused}} {
		fmt.Fprintf(&b, "reconcile_capture_notifications_total{became=%q} %d\n", of.name, of.count.Load())
	}
	one("reconcile_capture_last_stored_timestamp_seconds", "gauge", "When the last notification was stored; 0 before the first one.", r.Store.lastStored.Load())
	one("reconcile_capture_logged_bytes_total", "counter", "Bytes written to the logs.", r.Store.logged.Load())
	one("reconcile_capture_logs_taken_total", "counter", "Logs that somebody renamed, removed, replaced or truncated while they were open.", r.Store.taken.Load())
	one("reconcile_capture_connections_closed_total", "counter", "Connections closed before their request had come, for newer ones.", r.counts.closed.Load())
	return b.Bytes()
}
