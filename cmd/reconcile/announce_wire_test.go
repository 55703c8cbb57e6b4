package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
	"reconcile/reports"
)

// testTransport is a transport without waiting: what it would have waited is in
// pauses.
func testTransport(pauses *[]time.Duration) *announce.Transport {
	w := announce.NewTransport(func(string) string { return "" })
	w.Now = func() time.Time { return time.UnixMilli(1577262236757) }
	w.Pause = func(ctx context.Context, d time.Duration) error {
		*pauses = append(*pauses, d)
		return ctx.Err()
	}
	return w
}

// testEvent is the end of a run with a finding.
func testEvent() *announce.Event {
	at := time.Date(2026, 3, 7, 2, 30, 0, 0, alipay.Shanghai())
	return &announce.Event{Stage: ledger.StageEnd, Job: "nightly", Exit: exit.Findings, Begun: at, Ended: at.Add(90 * time.Second), Reported: true,
		Run: ledger.Run{ID: 7, Job: "nightly", AsOf: at, State: ledger.RunPublished, Standing: testStanding()}, LastReport: at,
		Verdict: reports.ActToday, Headline: "1 new critical finding",
		Tasks: []announce.Task{{Say: "look into 1 critical finding, 1 new", Who: "finance", By: "today", Commands: []string{"reconcile findings"}}},
		Codes: []ledger.Tally{{Code: "OVER_REFUND", Severity: ledger.Critical, New: 1, Open: 1, Amount: alipay.Fen(26800)}}}
}

const hookToken = "token5canary5token"

// hook is a webhook at a server's address.
func hook(server *httptest.Server, format, secret string) announce.Webhook {
	w := announce.Webhook{Format: format}
	w.To.URL = alipay.NewSecret(server.URL + "/robot/send?access_token=" + hookToken)
	w.To.Host = strings.TrimPrefix(server.URL, "http://")
	if secret != "" {
		w.Secret = alipay.NewSecret(secret)
	}
	return w
}

// TestDeliver asks how often a server is asked that answers one status after
// the other, what the pauses are, and what is said of it in the end.
func TestDeliver(t *testing.T) {
	for _, c := range []struct {
		statuses []int
		header   string // of each answer
		pauses   string
		want     string
	}{
		{[]int{200}, "", "[]", ""},
		{[]int{204}, "", "[]", ""},
		{[]int{503, 200}, "", "[1s]", ""},
		{[]int{500, 502, 504, 200}, "", "[1s 2s 4s]", ""},
		{[]int{500, 500, 500, 500, 200}, "", "[1s 2s 4s]", "it answers 500"},
		{[]int{408, 200}, "", "[1s]", ""},
		{[]int{429, 200}, "Retry-After: 7", "[7s]", ""},
		{[]int{429, 200}, "Retry-After: 86400", "[20s]", ""},
		{[]int{429, 200}, "Retry-After: -5", "[1s]", ""},
		{[]int{429, 200}, "Retry-After: Sat, 07 Mar 2026 02:30:00 GMT", "[1s]", ""},
		{[]int{400, 200}, "", "[]", "it answers 400"},
		{[]int{401, 200}, "", "[]", "it answers 401"},
		{[]int{404, 200}, "", "[]", "it answers 404"},
		{[]int{302, 200}, "Location: https://elsewhere.example/robot?t=" + hookToken, "[]", "it answers 302, a redirect to elsewhere.example, which is not followed: name the final address"},
		{[]int{307, 200}, "Location: /here?t=" + hookToken, "[]", "it answers 307, a redirect to 127.0.0.1, which is not followed: name the final address"},
		{[]int{304, 200}, "", "[]", "it answers 304, a redirect elsewhere, which is not followed: name the final address"},
	} {
		asked := 0
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if name, value, ok := strings.Cut(c.header, ": "); ok {
				w.Header().Set(name, value)
			}
			w.WriteHeader(c.statuses[asked])
			asked++
		}))
		pauses := []time.Duration{}
		attempts, err := testTransport(&pauses).Deliver(t.Context(), hook(server, "json", ""), testEvent())
		got := ""
		if err != nil {
			got = strings.ReplaceAll(err.Error(), strings.TrimPrefix(server.URL, "http://"), "127.0.0.1")
		}
		if got != c.want || fmt.Sprint(pauses) != c.pauses || attempts != asked || attempts != len(pauses)+1 {
			t.Errorf("%v %q: %q after %v, %d attempts, %d asked; want %q after %s", c.statuses, c.header, got, pauses, attempts, asked, c.want, c.pauses)
		}
		server.Close()
	}
}

// TestDeliverEnds asks that what hangs, is not there, or breaks off ends, and
// that no error shows the address.
func TestDeliverEnds(t *testing.T) {
	hang := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
	defer hanging.Close()
	defer close(hang)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	breaking := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer breaking.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	for name, c := range map[string]struct {
		server   *httptest.Server
		attempts int
		want     string
	}{
		"hangs":          {hanging, announce.MaxAttempts, "no answer within 30ms"},
		"is not there":   {gone, announce.MaxAttempts, "connection refused"},
		"breaks off":     {breaking, announce.MaxAttempts, "EOF"},
		"is not trusted": {secure, 1, "certificate"},
	} {
		var to announce.Target = hook(c.server, "json", "")
		if c.server == hanging {
			to = impatient{hook(c.server, "json", "")}
		}
		attempts, err := testTransport(new([]time.Duration)).Deliver(t.Context(), to, testEvent())
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), hookToken) {
			t.Errorf("a server that %s: %v, want %q and no token", name, err, c.want)
		}
		if attempts != c.attempts {
			t.Errorf("a server that %s: %d attempts, want %d", name, attempts, c.attempts)
		}
	}
}

// An impatient target is less patient.
type impatient struct{ announce.Webhook }

func (impatient) Timeout() time.Duration { return 30 * time.Millisecond }

// TestDeliverStops asks that a signal ends the attempts.
func TestDeliverStops(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	w := testTransport(new([]time.Duration))
	w.Pause = func(ctx context.Context, d time.Duration) error { cancel(); return announce.Pause(ctx, time.Hour) }
	attempts, err := w.Deliver(ctx, hook(server, "json", ""), testEvent())
	if attempts != 1 || err == nil || err.Error() != "it answers 503" {
		t.Errorf("%d attempts, %v; want 1 and the answer", attempts, err)
	}
}

// A broken target is a fault of the program.
type broken struct{ announce.Webhook }

func (broken) Send(context.Context, *announce.Transport, *announce.Event) error { panic("canary") }

// TestDeliverFault asks that a fault is a failure of the announcement alone.
func TestDeliverFault(t *testing.T) {
	attempts, err := testTransport(new([]time.Duration)).Deliver(t.Context(), broken{}, testEvent())
	if attempts != 1 || err == nil || err.Error() != "internal error: canary" {
		t.Errorf("%d attempts, %v", attempts, err)
	}
}

// TestProxy asks that the proxy of the environment is used for what is not on
// this machine, and that neither it nor an error sees the address.
func TestProxy(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.Host)
		w.WriteHeader(http.StatusForbidden)
	}))
	defer proxy.Close()
	to, err := url.Parse("https://hook.example.invalid/" + hookToken)
	if err != nil {
		t.Fatal(err)
	}
	w := testTransport(new([]time.Duration))
	w.HTTP = announce.NewHTTP(func(name string) string { return map[string]string{"HTTPS_PROXY": proxy.URL}[name] })
	if _, err := w.Post(t.Context(), to, "text/plain", nil); err == nil || strings.Contains(err.Error(), hookToken) {
		t.Errorf("post through a proxy that refuses: %v", err)
	}
	if want := []string{"CONNECT hook.example.invalid:443"}; !slices.Equal(asked, want) {
		t.Errorf("the proxy was asked %v, want %v", asked, want)
	}
}

// testStanding is where the money stands after the event's run.
func testStanding() *ledger.Standing {
	return &ledger.Standing{
		TooMuch:    ledger.Heap{Trades: 1, Amount: alipay.Fen(26800)},
		MayBeTwice: ledger.Heap{Trades: 4, Amount: alipay.Fen(28590)},
		Owed: ledger.Owed{
			Heap:  ledger.Heap{Trades: 18, Amount: alipay.Fen(582230)},
			Ready: ledger.Heap{Trades: 3, Amount: alipay.Fen(34240)},
			Held:  ledger.Heap{Trades: 15, Amount: alipay.Fen(547990)},
		},
	}
}
