package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/exit"
)

// mailConfig is a job that is announced to a mail server on this machine.
const mailConfig = nightConfig + `    requests: ["requests/*"]
    output: out
    language: zh
    mail:
      host: localhost
      port: PORT
      tls: SECURITY
      user: finance
      password: { env: MAIL_PASSWORD }
      from: 对账 <reconcile@example.com>
      to: [财务 <finance@example.com>, audit@example.com]
`

// mailRun makes a run of a case that mails to a server, and returns its exit
// status and what it said.
func mailRun(t *testing.T, port int, security, password string, trust string) (int, string) {
	t.Helper()
	dir := t.TempDir()
	if err := copyCase("month", dir); err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("PORT", fmt.Sprint(port), "SECURITY", security).Replace(mailConfig)
	if err := os.WriteFile(filepath.Join(dir, "cron.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("reconcile", "run", "--config", filepath.Join(dir, "cron.yaml"), "--as-of", "2026-03-07 02:30:00")
	cmd.Env = append(os.Environ(), "MAIL_PASSWORD="+password, "SSL_CERT_FILE="+trust)
	var said bytes.Buffer
	cmd.Stderr = &said
	_ = cmd.Run() // the exit status is asked below
	return cmd.ProcessState.ExitCode(), said.String()
}

// TestMailServer mails a run's outcome to a real server, by STARTTLS with PLAIN
// and by TLS with LOGIN, and reads it back from its queue.
func TestMailServer(t *testing.T) {
	e := startExim(t)
	for _, c := range []struct {
		port     int
		security string
	}{{e.start, announce.StartTLS}, {e.tls, announce.ImplicitTLS}} {
		before := len(e.queue())
		status, said := mailRun(t, c.port, c.security, "pass word 密", e.ca)
		if status != exit.Incomplete || strings.Contains(said, "not announced") {
			t.Fatalf("%s: exit status %d: %s", c.security, status, said)
		}
		queue := e.queue()
		if len(queue) != before+1 {
			t.Fatalf("%s: %d messages in the queue, want %d", c.security, len(queue), before+1)
		}
		m := readMessage(t, []byte(queue[len(queue)-1]))
		if want := "[✗ 今日处理] nightly 2026-03-07: 新增严重异常 19 项（5,802.47 元）；输入不全"; m.subject != want {
			t.Errorf("%s: subject %q, want %q", c.security, m.subject, want)
		}
		if !strings.Contains(m.text, "需要处理 — 财务") || !strings.Contains(m.text, "OVER_REFUND ") || !strings.Contains(m.html, "<h2") || !strings.Contains(m.html, "OVER_REFUND ") {
			t.Errorf("%s: the text lacks what to do or what was found:\n%s", c.security, m.text)
		}
		if m.file != "reconcile-nightly-2026-03-07.xlsx" || !bytes.HasPrefix(m.book, []byte("PK\x03\x04")) {
			t.Errorf("%s: attached %q of %d bytes, want the workbook", c.security, m.file, len(m.book))
		}
		if from := "对账 <reconcile@example.com>"; m.from != from || m.to != "财务 <finance@example.com>, audit@example.com" {
			t.Errorf("%s: from %q to %q", c.security, m.from, m.to)
		}
	}
}

// TestMailServerRefuses asks that a wrong password and an unknown certificate
// change nothing but what is said, and that neither sends a mail.
func TestMailServerRefuses(t *testing.T) {
	e := startExim(t)
	for _, c := range []struct{ password, trust, want string }{
		{"canary5password", e.ca, "not announced to mail localhost: it refuses the login (535)"},
		{"canary5password", filepath.Join(t.TempDir(), "none"), "not announced to mail localhost: tls: failed to verify certificate"},
	} {
		status, said := mailRun(t, e.start, announce.StartTLS, c.password, c.trust)
		if status != exit.Incomplete || !strings.Contains(said, c.want) || strings.Contains(said, "canary") {
			t.Errorf("exit status %d, want 4 and %q: %s", status, c.want, said)
		}
	}
	if queue := e.queue(); len(queue) != 0 {
		t.Errorf("%d messages were taken", len(queue))
	}
}
