package capture

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// call answers one request without a server.
func call(r *Receiver, method, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w
}

// TestHealth asks that the health is what a notification would be answered, that
// asking for it stores nothing, and for the counters to the letter.
func TestHealth(t *testing.T) {
	d := newFakeDisk()
	c := openFake(t, d, func() time.Time { return moment(15, 12, 0) }, io.Discard)
	r := &Receiver{Store: c, Path: "/notify", Log: slog.New(slog.DiscardHandler)}
	if w := call(r, "GET", HealthPath, ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "last_stored_timestamp_seconds 0\n") || d.written["notify-20261115.jsonl"] != "" {
		t.Errorf("at the start the health is %d, %q stored:\n%s", w.Code, d.written, w.Body)
	}
	call(r, "POST", "/notify", "notify_id=1")
	call(r, "POST", "/notify", "notify_id=2")
	call(r, "POST", "/notify", "hello")
	d.room = 0
	call(r, "POST", "/notify", "notify_id=3")
	d.room = -1
	d.taken = 1
	call(r, "POST", "/notify", "notify_id=4")
	d.left, c.MinFree = 10, 11
	w := call(r, "GET", HealthPath, "")
	want := `# HELP reconcile_capture_up Whether a notification would be stored.
# TYPE reconcile_capture_up gauge
reconcile_capture_up 0
# HELP reconcile_capture_heartbeat_timestamp_seconds When this was told.
# TYPE reconcile_capture_heartbeat_timestamp_seconds gauge
reconcile_capture_heartbeat_timestamp_seconds 1794715200
# HELP reconcile_capture_notifications_total POSTs by what became of them.
# TYPE reconcile_capture_notifications_total counter
reconcile_capture_notifications_total{became="stored"} 3
reconcile_capture_notifications_total{became="failed"} 1
reconcile_capture_notifications_total{became="refused"} 1
# HELP reconcile_capture_last_stored_timestamp_seconds When the last notification was stored; 0 before the first one.
# TYPE reconcile_capture_last_stored_timestamp_seconds gauge
reconcile_capture_last_stored_timestamp_seconds 1794715200
# HELP reconcile_capture_logged_bytes_total Bytes written to the logs.
# TYPE reconcile_capture_logged_bytes_total counter
reconcile_capture_logged_bytes_total 268
# HELP reconcile_capture_logs_taken_total Logs that somebody renamed, removed, replaced or truncated while they were open.
# TYPE reconcile_capture_logs_taken_total counter
reconcile_capture_logs_taken_total 1
# HELP reconcile_capture_connections_closed_total Connections closed before their request had come, for newer ones.
# TYPE reconcile_capture_connections_closed_total counter
reconcile_capture_connections_closed_total 0
`
	if w.Code != http.StatusServiceUnavailable || w.Body.String() != want {
		t.Errorf("under the floor the health is %d:\n%s, want\n%s", w.Code, w.Body, want)
	}
	if w := call(r, "POST", HealthPath, ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST of the health is answered %d", w.Code)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// TestTextfile asks that the counters are written at once and then each beat, and
// that people are told once where they are not.
func TestTextfile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		home := filepath.Join(t.TempDir(), "metrics")
		path := filepath.Join(home, "capture.prom")
		var talk strings.Builder
		c := openFake(t, newFakeDisk(), time.Now, io.Discard)
		r := &Receiver{Store: c, Path: "/notify", Log: slog.New(slog.NewTextHandler(&talk, nil))}
		go r.KeepTextfile(t.Context(), path)
		time.Sleep(2*beat + time.Second)
		synctest.Wait()
		if got := strings.Count(talk.String(), "the textfile is not written"); got != 1 {
			t.Errorf("without a folder people are told %d times: %s", got, &talk)
		}
		if err := os.Mkdir(home, 0o755); err != nil {
			t.Fatal(err)
		}
		for n := range 2 {
			call(r, "POST", "/notify", "notify_id=1")
			time.Sleep(beat)
			synctest.Wait()
			text, err := os.ReadFile(path)
			if want := []string{"{became=\"stored\"} 1\n", "{became=\"stored\"} 2\n"}[n]; err != nil || !strings.Contains(string(text), want) {
				t.Errorf("the textfile lacks %q: %v\n%s", want, err, text)
			}
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
}
