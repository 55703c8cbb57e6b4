package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// TestCanaries runs every command with a key of each kind, at every level of
// the log, with configurations that are right and wrong, and then looks for the
// keys in all that was written and said.
func TestCanaries(t *testing.T) {
	t.Parallel()
	skipShort(t)
	c := &coop{t: t, dir: t.TempDir(), env: map[string]string{}, now: time.Date(2026, 3, 7, 2, 30, 0, 0, alipay.Shanghai())}
	c.settle()
	if status := c.call("run"); status != exit.Findings {
		t.Fatalf("run ended with %d, want %d:\n%s", status, exit.Findings, &c.said)
	}
	open, err := ledger.Open(t.Context(), c.path("var/ledger.db"), ledger.Options{ReadOnly: true}) // while it is open the -wal stays
	c.must(err)
	defer open.Close()
	c.callAll()
	c.mistakes()
	c.look()
}

// settle writes the keys, the inputs and the configuration.
func (c *coop) settle() {
	c.t.Helper()
	c.env["MD5_KEY"] = c.random("MD5 key")
	md5, err := alipay.NewMD5(alipay.NewSecret(c.env["MD5_KEY"]))
	c.must(err)
	c.shop("md5", "2088000000000001", md5)
	c.shop("pem", "2088000000000002", c.rsaKey("RSA key", false))
	c.shop("line", "2088000000000003", c.rsaKey("RSA key in a line", true))
	c.shop("dsa", "2088000000000004", c.dsaKey())
	c.believe("dsa")
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.String()+"/again")
		w.WriteHeader(http.StatusFound)
		fmt.Fprintf(w, "no: %s", r.URL)
	}))
	c.t.Cleanup(web.Close)
	c.env["HOOK"] = web.URL + "/hook?token=" + c.random("token of the webhook")
	c.env["HOOK_SECRET"] = "SEC" + c.random("secret of the webhook")
	c.env["PING"] = web.URL + "/" + c.random("token of the health check")
	c.env["SMTP"] = c.random("password of the mail server")
	c.write("cron.yaml", fmt.Sprintf(canaryConfig, mailServer(c.t)))
}

// canaryConfig has every way to name a secret; %d is the port of the mail server.
const canaryConfig = `ledger: var/ledger.db
accounts:
  md5: { partner: "2088000000000001", seller_email: a@example.com, notify_url: "https://pay.example.com/refunds", charset: utf-8, sign_type: MD5, md5_key: { env: MD5_KEY }, corrections: { complete_since: 2003-01-01 } }
  pem: { partner: "2088000000000002", seller_email: a@example.com, notify_url: "https://pay.example.com/refunds", charset: utf-8, sign_type: RSA, private_key: { file: keys/RSA key }, alipay_public_key: { file: keys/RSA key.pub }, corrections: { complete_since: 2003-01-01 } }
  line: { partner: "2088000000000003", seller_email: a@example.com, notify_url: "https://pay.example.com/refunds", charset: utf-8, sign_type: RSA, private_key: { file: keys/RSA key in a line }, alipay_public_key: { file: keys/RSA key in a line.pub }, corrections: { complete_since: 2003-01-01 } }
  dsa: { partner: "2088000000000004", seller_email: a@example.com, notify_url: "https://pay.example.com/refunds", charset: utf-8, sign_type: DSA, private_key: { env: DSA_KEY }, verify: off, corrections: { complete_since: 2003-01-01, release: manual, approvals: 1 } }
jobs:
  md5:
    schedule: "30 2 * * *"
    account: md5
    notify: [md5/notify/*]
    orders: [md5/orders/*]
    requests: [md5/requests/*]
    output: out
    notify_on: always
    mail: { host: 127.0.0.1, port: %d, tls: none, user: reconcile, password: { env: SMTP }, from: a@example.com, to: [b@example.com] }
    webhooks: [{ url: { env: HOOK } }, { url: { env: HOOK }, format: dingtalk, secret: { env: HOOK_SECRET } }, { url: { env: HOOK }, format: wecom }]
    ping: { url: { env: PING } }
    textfile: md5.prom
  pem: { account: pem, notify: [pem/notify/*], orders: [pem/orders/*], requests: [pem/requests/*], output: out, language: zh }
  line: { account: line, notify: [line/notify/*], orders: [line/orders/*], requests: [line/requests/*], output: out }
  dsa: { account: dsa, notify: [dsa/notify/*], orders: [dsa/orders/*], requests: [dsa/requests/*], output: out }
`

// believe takes the forged notification out of the log of a job that asks for no
// signature: it would count, and its batch has no request.
func (c *coop) believe(job string) {
	c.t.Helper()
	log := job + "/notify/notify.log"
	var honest strings.Builder
	for line := range strings.Lines(readFile(c.t, c.path(log))) {
		if !strings.Contains(line, "batch_no=20260306000005") {
			honest.WriteString(line)
		}
	}
	c.write(log, honest.String())
}

// callAll calls every command but capture, which reads no secret, at every
// level of the log.
func (c *coop) callAll() {
	c.t.Helper()
	commands := []string{
		"run", "check", "check --json", "check --announce", "check " + c.path("md5/notify/notify.log") + " --job md5", "status", "status --json", "findings", "findings --json",
		"explain 2026022822001000000000015838", "explain --json 2026022822001000000000015838", "batch list", "batch list --json", "batch show 20260307900001", "batch show P1-1", "batch show P4-1", "batch url 20260307900001",
		"batch approve P4-1 --digest 00000000 --by Li", "batch release P4-1 --by Wang", "batch void 20260307900001 --by Li --evidence none", "acts", "acts --json", "runs", "runs --json", "rules", "codes", "version --json",
		"schedule --check", "schedule --print cron --job md5", "schedule --print systemd --job md5", "help config", "help exit-codes", "man " + c.path("man1"), "completion bash", "init", "__complete batch show 2", "__complete run --job m",
	}
	for _, log := range []string{"text debug", "json debug", "text info", "json info", "text warn", "text error"} {
		form, level, _ := strings.Cut(log, " ")
		for _, command := range commands {
			c.call(append([]string{"--log", form, "--log-level", level}, strings.Fields(command)...)...)
		}
		c.watch("--log", form, "--log-level", level)
	}
	for _, run := range []string{"run --json", "run --dry-run", "run -q"} {
		c.call(strings.Fields(run)...)
	}
	c.release()
}

// release makes a batch of what the last run of the job with manual release
// proposed, so that a DSA key signs too.
func (c *coop) release() {
	c.t.Helper()
	c.call("batch", "list")
	found := regexp.MustCompile(`(P[0-9]+-1) .* ([0-9a-f]{12}) `).FindAllStringSubmatch(c.said.String(), -1)
	if len(found) == 0 {
		c.t.Fatalf("no proposal of the job with manual release:\n%s", c.said.String()[max(0, c.said.Len()-6000):])
	}
	last := found[len(found)-1]
	c.call("batch", "approve", last[1], "--digest", last[2], "--by", "Li")
	if status := c.call("batch", "release", last[1], "--by", "Wang"); status != exit.Done {
		c.t.Fatalf("release ended with %d:\n%s", status, c.said.String()[max(0, c.said.Len()-600):])
	}
}

// mistakes puts secrets where they do not belong. Such a configuration is kept
// beside the keys.
func (c *coop) mistakes() {
	c.t.Helper()
	text, err := os.ReadFile(c.path("cron.yaml"))
	c.must(err)
	for i, m := range [][2]string{
		{"md5_key: { env: MD5_KEY }", "md5_key: " + c.env["MD5_KEY"]}, {"md5_key: { env: MD5_KEY }", "md5key: " + c.env["MD5_KEY"]}, {"md5_key: { env: MD5_KEY }", "md5_key: [" + c.env["MD5_KEY"] + "]"}, {"{ env: MD5_KEY }", "{ env: DSA_KEY }"},
		{"private_key: { file: keys/RSA key }", "private_key: { env: MD5_KEY }"}, {"private_key: { file: keys/RSA key }", "private_key: { env: DSA_KEY }"},
		{"alipay_public_key: { file: keys/RSA key.pub }", "alipay_public_key: { file: keys/RSA key }"}, {"private_key: { env: DSA_KEY }", "private_key: { file: keys/RSA key in a line }"},
		{"password: { env: SMTP }", "password: " + c.env["SMTP"]}, {"url: { env: PING }", "url: " + c.env["PING"]}, {"url: { env: PING }", "url: { env: SMTP }"}, {"secret: { env: HOOK_SECRET }", "secret: { env: DSA_KEY }"},
	} {
		name := fmt.Sprintf("keys/mistake%d.yaml", i)
		wrong := strings.Replace(string(text), m[0], m[1], 1)
		if wrong == string(text) {
			c.t.Fatalf("nothing is wrong with mistake %d", i)
		}
		c.write(name, wrong)
		for _, command := range []string{"run", "check", "check --json", "status", "schedule --check", "batch list"} {
			c.call(append([]string{"--config", c.path(name), "--log-level", "debug"}, strings.Fields(command)...)...)
		}
		c.columns = 400 // a terminal is shown the lines that are wrong
		c.call("check", "--config", c.path(name))
		c.columns = 0
	}
}

// look searches all that was written and said, and asks that there was enough.
func (c *coop) look() {
	c.t.Helper()
	s := newSearch(c.t, c.canaries)
	s.walk(c.dir)
	s.look("what was said", c.said.Bytes())
	for _, ending := range []string{".db", ".db-wal", ".xlsx", ".parts", ".html", ".json", ".jsonl", ".csv", ".prom", ".1", ""} {
		if s.read[ending] == 0 {
			c.t.Errorf("nothing that ends with %q was searched", ending)
		}
	}
	for _, sign := range []string{"MD5", "RSA", "DSA"} {
		pages, err := filepath.Glob(c.path("out/*/*/batches/*.json"))
		c.must(err)
		if !anyHolds(pages, `"sign_type": "`+sign+`"`) {
			c.t.Errorf("no batch is signed with %s", sign)
		}
	}
}

// anyHolds reports whether one of some files holds a text.
func anyHolds(names []string, text string) bool {
	for _, name := range names {
		if content, err := os.ReadFile(name); err == nil && strings.Contains(string(content), text) {
			return true
		}
	}
	return false
}
