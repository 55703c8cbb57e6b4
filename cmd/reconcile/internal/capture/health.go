package capture

import (
	"context"
	"net/http"
	"time"

	"reconcile/cmd/reconcile/internal/disk"
)

// HealthPath is where the receiver tells whether it can store.
const HealthPath = "/healthz"

// beat is how often the textfile is written.
const beat = 15 * time.Second

// serveHealth answers 200 where a notification would be stored now, else 503;
// the body has the counters.
func (r *Receiver) serveHealth(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are answered", http.StatusMethodNotAllowed)
		return
	}
	if sender, ok := senderOf(req.Context()); ok {
		if !sender.takeBody() { // without room a disk that hangs would hold any number of those who ask
			return
		}
		defer sender.giveBody()
		sender.come()
	}
	err := r.Store.Check()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = w.Write(r.metrics(err == nil)) // who asks and is gone asks again
}

// KeepTextfile writes the counters to a file for a Prometheus node exporter, at
// once and then every 15 seconds until ctx ends; no path is no file. Whether
// anything can be stored is tried each time.
func (r *Receiver) KeepTextfile(ctx context.Context, path string) {
	if path == "" {
		return
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for failed := false; ; {
		err := disk.ReplaceFile(path, r.metrics(r.Store.Check() == nil))
		if err != nil && !failed {
			r.Log.Error("the textfile is not written", "cause", err)
		}
		failed = err != nil
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
