package capture

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"reconcile/cmd/reconcile/internal/terminal"
)

// noon is a clock that does not move, and noonLog the log of its day.
func noon() time.Time { return moment(15, 12, 0) }

const noonLog = "notify-20261115.jsonl"

// A trip answers a request in the place of a network.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func says(status int, text string) trip {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(text))}, nil
	}
}

// witnessed is a receiver with a witness, whose log goes to talk.
func witnessed(t *testing.T, d *fakeDisk, talk io.Writer, to trip) *Receiver {
	log := terminal.NewConsole(unset, nil, talk).Log
	w := &Witness{Address: "https://gateway.example/gateway.do", Partner: "2088101008267254", HTTP: &http.Client{Transport: to}, Log: log}
	return &Receiver{Store: openFake(t, d, noon, io.Discard), Path: "/notify", Log: log, Witness: w}
}

// TestWitnessAnswers asks for the line of each answer, which names no id, and for its
// counter.
func TestWitnessAnswers(t *testing.T) {
	const id = "RqPnCoPT3K9%2Fvwbh3I%2BFioE227%2BPfNMI8jwyZqMliXQWxhOCmQ5MQO%2FWd93rvCB%2BaiGg"
	for _, c := range []struct {
		name string
		to   trip
		want string
	}{
		{"true", says(200, "true"), "true"},
		{"true and a line feed", says(200, "true\n"), "true"},
		{"false", says(200, "false"), "false"},
		{"a parameter is wrong", says(200, "invalid"), "invalid"},
		{"True", says(200, "True"), "other"},
		{"true by a server that fails", says(500, "true"), "other"},
		{"elsewhere", says(302, ""), "other"},
		{"a page", says(200, strings.Repeat("<html>", 1e5)), "other"},
		{"nothing", says(200, ""), "other"},
		{"no server", func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }, "none"},
	} {
		d := newFakeDisk()
		var talk strings.Builder
		asked := ""
		r := witnessed(t, d, &talk, func(q *http.Request) (*http.Response, error) { asked = q.URL.String(); return c.to(q) })
		body := signedNotice(t, id, "1")
		if w := call(r, "POST", "/notify", body); w.Body.String() != answer {
			t.Errorf("%s: answered %q", c.name, w.Body)
		}
		r.Witness.wait()
		want := fmt.Sprintf(`{"time":"2026-11-15T12:00:00.000+08:00","notify_verify":"%s","id_sha256":"%x"}`+"\n", c.want, sha256.Sum256([]byte(id)))
		if got := d.synced[noonLog]; !strings.Contains(got, want) || strings.Count(got, "\n") != 2 {
			t.Errorf("%s: the log is\n%s, want the notification and\n%s", c.name, got, want)
		}
		// §8 has an id with its own escapes escaped once more.
		if want := "https://gateway.example/gateway.do?service=notify_verify&partner=2088101008267254&notify_id=RqPnCoPT3K9%252Fvwbh3I%252BFioE227%252BPfNMI8jwyZqMliXQWxhOCmQ5MQO%252FWd93rvCB%252BaiGg"; asked != want {
			t.Errorf("%s: asked %s, want %s", c.name, asked, want)
		}
		if !strings.Contains(string(r.metrics(true)), `reconcile_capture_notify_verify_total{answer="`+c.want+`"} 1`) {
			t.Errorf("%s: not counted:\n%s", c.name, r.metrics(true))
		}
		for _, secret := range []string{"2088101008267254", "RqPnCoPT3K9", "gateway.do"} {
			if strings.Contains(talk.String(), secret) {
				t.Errorf("%s: the log has %s: %s", c.name, secret, talk.String())
			}
		}
	}
}

// TestWitnessHoldsUpNothing asks that each notification is answered at once while the
// witness says nothing, that so many are asked about at a time and no more, and that the
// questions end.
func TestWitnessHoldsUpNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newFakeDisk()
		var talk strings.Builder
		r := witnessed(t, d, &talk, func(q *http.Request) (*http.Response, error) {
			<-q.Context().Done()
			return nil, q.Context().Err()
		})
		began := time.Now()
		for n := range maxAsked + 3 {
			if w := call(r, "POST", "/notify", signedNotice(t, fmt.Sprintf("012345678%d", n), "1")); w.Body.String() != answer {
				t.Errorf("notification %d is answered %q", n, w.Body)
			}
		}
		call(r, "POST", "/notify", "notify_id=<a id that Alipay never sends>")
		if took := time.Since(began); took > 0 {
			t.Errorf("answered after %v", took)
		}
		r.Witness.wait()
		if took := time.Since(began); took != askTime {
			t.Errorf("the questions end after %v, want %v", took, askTime)
		}
		metrics := string(r.metrics(true))
		for _, want := range []string{`{answer="none"} 8`, `{answer="skipped"} 3`} {
			if !strings.Contains(metrics, want) {
				t.Errorf("want %s in\n%s", want, metrics)
			}
		}
		if want := "reconcile: warning: notify_verify does not answer cause=context deadline exceeded\n"; talk.String() != want {
			t.Errorf("told %q, want %q", talk.String(), want)
		}
		if err := r.Store.Close(); err != nil {
			t.Error(err)
		}
	})
}
