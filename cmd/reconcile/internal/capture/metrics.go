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

	good, bad, unknown atomic.Int64 // stored, by verdict
}

// judged counts a notification that is stored by its verdict.
func (c *counts) judged(v Verdict) {
	switch v {
	case Good:
		c.good.Add(1)
	case Bad:
		c.bad.Add(1)
	case Unknown:
		c.unknown.Add(1)
	}
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
	several := func(name, label, help string, of ...labelled) {
		family(name, "counter", help)
		for _, l := range of {
			fmt.Fprintf(&b, "%s{%s=%q} %d\n", name, label, l.value, l.count.Load())
		}
	}
	several("reconcile_capture_notifications_total", "became", "POSTs by what became of them.",
		labelled{"stored", &r.counts.stored}, labelled{"failed", &r.counts.failed}, labelled{"refused", &r.counts.refused})
	if r.Judge != nil {
		several("reconcile_capture_signatures_total", "signature", "Stored notifications by what their signature was found to be.",
			labelled{string(Good), &r.counts.good}, labelled{string(Bad), &r.counts.bad}, labelled{string(Unknown), &r.counts.unknown})
	}
	if w := r.Witness; w != nil {
		several("reconcile_capture_notify_verify_total", "answer", "Questions to notify_verify by their answer.",
			labelled{answerTrue, &w.counts.yes}, labelled{answerFalse, &w.counts.no}, labelled{answerInvalid, &w.counts.invalid},
			labelled{answerOther, &w.counts.other}, labelled{answerNone, &w.counts.none}, labelled{"skipped", &w.counts.skipped})
	}
	one("reconcile_capture_last_stored_timestamp_seconds", "gauge", "When the last notification was stored; 0 before the first one.", r.Store.lastStored.Load())
	one("reconcile_capture_logged_bytes_total", "counter", "Bytes written to the logs.", r.Store.logged.Load())
	one("reconcile_capture_logs_taken_total", "counter", "Logs that somebody renamed, removed, replaced or truncated while they were open.", r.Store.taken.Load())
	one("reconcile_capture_connections_closed_total", "counter", "Connections closed before their request had come, for newer ones.", r.counts.closed.Load())
	return b.Bytes()
}

// labelled is one counter of a family.
type labelled struct {
	value string // of the label
	count *atomic.Int64
}
