package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// TestDingTalkSignature asks for a signature that was computed by openssl:
//
//	printf '1577262236757\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
func TestDingTalkSignature(t *testing.T) {
	to, err := url.Parse("https://oapi.dingtalk.com/robot/send?access_token=a%2Fb")
	if err != nil {
		t.Fatal(err)
	}
	announce.Sign(to, alipay.NewSecret("this is secret"), time.UnixMilli(1577262236757))
	const want = "access_token=a%2Fb&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D&timestamp=1577262236757"
	if to.RawQuery != want {
		t.Errorf("sign() makes %s, want %s", to.RawQuery, want)
	}
}

// TestRobots asks what is made of the answers of robots, which are 200 for a
// message that was not taken, too.
func TestRobots(t *testing.T) {
	for _, c := range []struct {
		format, answer, want string
		attempts             int
	}{
		{"dingtalk", `{"errcode":0,"errmsg":"ok"}`, "", 1},
		{"wecom", `{"errcode":0,"errmsg":"ok"}`, "", 1},
		{"dingtalk", `{"errcode":310000,"errmsg":"sign not match ` + hookToken + `"}`, "it refuses the message, errcode 310000: its security settings refuse the message: keyword, signature or sender's network", 1},
		{"wecom", `{"errcode":93000,"errmsg":"invalid webhook url"}`, "it refuses the message, errcode 93000: no robot has this key", 1},
		{"wecom", `{"errcode":40008}`, "it refuses the message, errcode 40008", 1},
		{"dingtalk", `{"errcode":-1}`, "its service is busy (errcode -1)", announce.MaxAttempts},
		{"dingtalk", `<html>`, "its answer is not that of a robot: is the address the right one?", 1},
		{"wecom", `{}`, "its answer is not that of a robot: is the address the right one?", 1},
		{"json", `<html>`, "", 1},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, c.answer) }))
		attempts, err := testTransport(new([]time.Duration)).Deliver(t.Context(), hook(server, c.format, ""), testEvent())
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want || attempts != c.attempts {
			t.Errorf("%s answering %s: %q after %d, want %q after %d", c.format, c.answer, got, attempts, c.want, c.attempts)
		}
		server.Close()
	}
}

// TestRobotBody asks that a robot gets markdown, in which nothing from outside is markup, signed where it has a secret,
// and that what is long is counted instead.
func TestRobotBody(t *testing.T) {
	n := testEvent()
	n.Folder = "out/nightly/2026-03-07-r7"
	n.Exit, n.Reported, n.Cause = exit.Failed, false, "order\x1b[31m <@all> [a](https://example.com) "+strings.Repeat("很", 3000)
	n.LastFolder = strings.Repeat("x/", 600)
	for _, format := range []string{"dingtalk", "wecom"} {
		var query url.Values
		var body struct {
			Type string            `json:"msgtype"`
			Text map[string]string `json:"markdown"`
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			query = r.URL.Query()
			text, err := io.ReadAll(r.Body)
			if err != nil || json.Unmarshal(text, &body) != nil {
				t.Errorf("%s: %v in %s", format, err, text)
			}
			fmt.Fprint(w, `{"errcode":0}`)
		}))
		secret := map[string]string{"dingtalk": "this is secret"}[format]
		if _, err := testTransport(new([]time.Duration)).Deliver(t.Context(), hook(server, format, secret), n); err != nil {
			t.Fatal(err)
		}
		server.Close()
		if query.Get("access_token") != hookToken || (query.Get("sign") == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=") != (format == "dingtalk") {
			t.Errorf("%s: asked with %v", format, query)
		}
		text := body.Text[map[string]string{"dingtalk": "text", "wecom": "content"}[format]]
		if body.Type != "markdown" || len(text) > announce.MaxChat || !strings.HasPrefix(text, "**[FAILED] nightly 2026-03-07: ") || strings.ContainsAny(text, "\x1b<`") || strings.Contains(text, "](") {
			t.Errorf("%s: %d bytes of %s: %s", format, len(text), body.Type, text)
		}
	}
}

// TestOccasions is the table of notify_on.
func TestOccasions(t *testing.T) {
	for exit, want := range map[int]string{
		0: "findings false, always true, failure false",
		1: "findings true, always true, failure true",
		2: "findings true, always true, failure true",
		3: "findings true, always true, failure false",
		4: "findings true, always true, failure false",
		5: "findings true, always true, failure true",
	} {
		var parts []string
		for _, o := range []announce.Occasion{announce.OnFindings, announce.OnAlways, announce.OnFailure} {
			parts = append(parts, fmt.Sprint(o, " ", o.Covers(exit)))
		}
		if got := strings.Join(parts, ", "); got != want {
			t.Errorf("exit status %d: %s, want %s", exit, got, want)
		}
	}
}

// TestMetrics compares the textfile of a run with a report, and of one without.
func TestMetrics(t *testing.T) {
	n := testEvent()
	n.Corrections = map[ledger.CorrectionStatus]announce.Sum{ledger.Issued: {Count: 2, Amount: alipay.Fen(123456789)}}
	n.InFlight = announce.Sum{Count: 3, Amount: alipay.Fen(10)}
	got := string(n.Metrics())
	for _, want := range []string{
		`reconcile_last_run_timestamp_seconds{job="nightly"} 1772821890`,
		`reconcile_last_run_exit_status{job="nightly"} 3`,
		`reconcile_last_run_duration_seconds{job="nightly"} 90.000`,
		`reconcile_last_report_timestamp_seconds{job="nightly"} 1772821800`,
		`reconcile_open_findings{job="nightly",severity="critical"} 1`,
		`reconcile_open_findings{job="nightly",severity="warning"} 0`,
		`reconcile_money_yuan{job="nightly",heap="too_much"} 268.00`,
		`reconcile_money_trades{job="nightly",heap="owed"} 18`,
		`reconcile_money_yuan{job="nightly",heap="unknown"} 0.00`,
		`reconcile_owed_yuan{job="nightly",heap="ready"} 342.40`,
		`reconcile_corrections{job="nightly",status="issued"} 2`,
		`reconcile_corrections_yuan{job="nightly",status="issued"} 1234567.89`,
		`reconcile_batches_in_flight{job="nightly"} 3`,
		`reconcile_in_flight_yuan{job="nightly"} 0.10`,
	} {
		if !strings.Contains(got, "\n"+want+"\n") {
			t.Errorf("the textfile lacks %s:\n%s", want, got)
		}
	}
	checkExposition(t, got)
	n.Exit, n.Reported, n.LastReport = exit.Failed, false, time.Time{}
	failed := string(n.Metrics())
	if !strings.Contains(failed, "reconcile_last_run_exit_status{job=\"nightly\"} 1\n") || strings.Contains(failed, "reconcile_open_findings") || strings.Contains(failed, "reconcile_last_report") {
		t.Errorf("the textfile of a failed run:\n%s", failed)
	}
	checkExposition(t, failed)
}

// checkExposition asks for the text format of Prometheus: each metric once, with
// its help and type before its samples.
func checkExposition(t *testing.T, text string) {
	t.Helper()
	seen, current := map[string]bool{}, ""
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "# HELP "):
			if current = f[2]; seen[current] {
				t.Errorf("%s stands twice", current)
			}
			seen[current] = true
		case strings.HasPrefix(line, "# TYPE "):
			if f[2] != current || f[3] != "gauge" {
				t.Errorf("%q after the help of %s", line, current)
			}
		case !strings.HasPrefix(line, current+"{") || len(f) != 2:
			t.Errorf("%q among the samples of %s", line, current)
		}
	}
}

// TestMoneyInMessages asks that mails and chats say where the money stands, in the job's
// language, and that a run without a report says nothing of it.
func TestMoneyInMessages(t *testing.T) {
	for language, want := range map[string]string{
		"en": "Refunded too much 268.00 (1) · May be refunded twice 285.90 (4) · Owed to buyers 5,822.30 (18): 342.40 ready, 5,479.90 held",
		"zh": "多退 268.00 (1) · 可能重复退款 285.90 (4) · 应退未退 5,822.30 (18)：342.40 可提交，5,479.90 暂缓",
	} {
		e := testEvent()
		e.Language = language
		if got := chatOf(t, e); strings.Count(got, "\n> "+want+"  \n") != 1 {
			t.Errorf("chat lacks %s:\n%s", want, got)
		}
		if got := readMessage(t, written(t, box(25), e)).text; strings.Count(got, want) != 1 {
			t.Errorf("mail lacks %s:\n%s", want, got)
		}
		e.Reported = false
		if got := chatOf(t, e) + readMessage(t, written(t, box(25), e)).text; strings.Contains(got, "5,822.30") {
			t.Errorf("a run without a report says %s", got)
		}
	}
}

// chatOf is the message that a robot gets.
func chatOf(t *testing.T, e *announce.Event) string {
	t.Helper()
	var body struct {
		Text map[string]string `json:"markdown"`
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		fmt.Fprint(w, `{"errcode":0}`)
	}))
	defer server.Close()
	if _, err := testTransport(new([]time.Duration)).Deliver(t.Context(), hook(server, "wecom", ""), e); err != nil {
		t.Fatal(err)
	}
	return body.Text["content"]
}
