package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
)

// A postOffice is a mail server that answers as it is told: per command its
// replies, one for each time that it comes, the last for ever; "" drops the
// connection, "hang" says nothing. Others are taken.
type postOffice struct {
	port    int
	replies map[string][]string
	heard   []string // commands, over all connections
	mails   int
}

// openPostOffice listens until the test ends.
func openPostOffice(t *testing.T, replies map[string][]string) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{port: l.Addr().(*net.TCPAddr).Port, replies: replies}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return // it was closed
			}
			p.serve(conn)
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return p
}

// serve speaks with one client until one of them leaves.
func (p *postOffice) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for command := "greeting"; ; {
		reply := p.reply(command)
		if reply == "" {
			return
		}
		if reply != "hang" {
			fmt.Fprintf(conn, "%s\r\n", reply)
		}
		if command == "DATA" && strings.HasPrefix(reply, "354") {
			for line := ""; line != ".\r\n"; {
				var err error
				if line, err = in.ReadString('\n'); err != nil {
					return
				}
			}
			p.mails++
			command = "message"
			continue
		}
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		p.heard = append(p.heard, strings.TrimSpace(line))
		command = strings.ToUpper(strings.TrimSpace(strings.SplitN(line, " ", 2)[0]))
	}
}

// reply is the next reply to a command.
func (p *postOffice) reply(command string) string {
	if left := p.replies[command]; len(left) > 0 {
		if len(left) > 1 {
			p.replies[command] = left[1:]
		}
		return left[0]
	}
	switch command {
	case "greeting":
		return "220 mail"
	case "DATA":
		return "354 go on"
	case "QUIT":
		return "221 bye"
	}
	return "250 ok"
}

// box is a mailbox at a server on this machine.
func box(port int) announce.Mailbox {
	return announce.Mailbox{Host: "127.0.0.1", Port: port, Security: announce.NoTLS, From: mail.Address{Name: "对账", Address: "reconcile@example.com"},
		To: []mail.Address{{Name: "财务", Address: "finance@example.com"}, {Address: "audit@example.com"}}, Attach: 10 << 20}
}

// An impatientBox is less patient.
type impatientBox struct{ announce.Mailbox }

func (impatientBox) Timeout() time.Duration { return 200 * time.Millisecond }

// TestMailFailures asks what is made of a server's refusals: how often it is
// asked, how many mails it gets, and what is said of it.
func TestMailFailures(t *testing.T) {
	login := func(m *announce.Mailbox) { m.User, m.Password = "finance", alipay.NewSecret("canary5password") }
	for name, c := range map[string]struct {
		replies         map[string][]string
		change          func(*announce.Mailbox)
		attempts, mails int
		want            string
	}{
		"takes it":              {nil, nil, 1, 1, ""},
		"is busy at first":      {map[string][]string{"greeting": {"421 busy", "220 mail"}}, nil, 2, 1, ""},
		"is greylisting":        {map[string][]string{"RCPT": {"451 later", "451 later", "250 ok"}}, nil, 2, 1, ""},
		"is busy for ever":      {map[string][]string{"MAIL": {"451 later"}}, nil, announce.MaxAttempts, 0, "it says 451 later"},
		"does not know us":      {map[string][]string{"MAIL": {"550 who\r"}}, nil, 1, 0, "it says 550 who"},
		"knows one of two":      {map[string][]string{"RCPT": {"250 ok", "550 no such user"}}, nil, 1, 1, "it takes the mail, but not for audit@example.com (550)"},
		"knows nobody":          {map[string][]string{"RCPT": {"550 no such user"}}, nil, 1, 0, "it says 550 no such user"},
		"finds it too large":    {map[string][]string{"message": {"552 too large"}}, nil, 1, 1, "it says 552 too large"},
		"breaks off in between": {map[string][]string{"RCPT": {"", "250 ok"}}, nil, 2, 1, ""},
		"leaves without bye":    {map[string][]string{"QUIT": {""}}, nil, 1, 1, ""},
		"hangs":                 {map[string][]string{"MAIL": {"hang"}}, nil, announce.MaxAttempts, 0, "no answer within 200ms"},
		"has no STARTTLS":       {nil, func(m *announce.Mailbox) { m.Security = announce.StartTLS; login(m) }, 1, 0, "it offers no STARTTLS: set tls: implicit if it speaks TLS at once"},
		"has no login":          {nil, login, 1, 0, "it offers neither the login PLAIN nor LOGIN"},
		"has another login":     {map[string][]string{"EHLO": {"250-mail\r\n250 AUTH CRAM-MD5"}}, login, 1, 0, "it offers neither the login PLAIN nor LOGIN"},
		"refuses the login":     {map[string][]string{"EHLO": {"250-mail\r\n250 AUTH PLAIN"}, "AUTH": {"535 AGZpbmFuY2UAY2FuYXJ5NXBhc3N3b3Jk"}}, login, 1, 0, "it refuses the login (535)"},
		"postpones the login":   {map[string][]string{"EHLO": {"250-mail\r\n250 AUTH PLAIN LOGIN"}, "AUTH": {"454 later", "235 welcome"}}, login, 2, 1, ""},
	} {
		p := openPostOffice(t, c.replies)
		m := box(p.port)
		if c.change != nil {
			c.change(&m)
		}
		var to announce.Target = m
		if name == "hangs" {
			to = impatientBox{m}
		}
		attempts, err := testTransport(new([]time.Duration)).Deliver(t.Context(), to, testEvent())
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want || attempts != c.attempts || p.mails != c.mails {
			t.Errorf("a server that %s: %q after %d attempts with %d mails, want %q after %d with %d", name, got, attempts, p.mails, c.want, c.attempts, c.mails)
		}
	}
}

// TestNoPasswordInTheClear asks that LOGIN, too, tells nothing to another
// machine without TLS.
func TestNoPasswordInTheClear(t *testing.T) {
	p := openPostOffice(t, map[string][]string{"EHLO": {"250-mail\r\n250 AUTH LOGIN"}})
	m := box(p.port)
	m.User, m.Password = "finance", alipay.NewSecret("canary5password")
	conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", p.port))
	if err != nil {
		t.Fatal(err)
	}
	c, err := smtp.NewClient(conn, "mail.example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Login(c); err == nil || err.Error() != "the login would not be encrypted" {
		t.Errorf("login in the clear: %v", err)
	}
	c.Close()
	for _, line := range p.heard {
		if strings.HasPrefix(line, "AUTH") {
			t.Errorf("the server heard %s", line)
		}
	}
}

// written is a message as it is sent.
func written(t *testing.T, m announce.Mailbox, n *announce.Event) []byte {
	t.Helper()
	msg, err := m.Message(n)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := msg.WriteTo(&text); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// TestMessageHeaders asks that nothing from outside can begin a header of its
// own, and that the same news is the same message.
func TestMessageHeaders(t *testing.T) {
	m := box(25)
	m.From.Name, m.To[0].Name = "a\r\nBcc: x@example.com", "\"b\"\nX-Evil: 1"
	n := testEvent()
	n.Job = "对账\r\nBcc: victim@example.com\r\n\r\nbody"
	text := written(t, m, n)
	if again := written(t, m, n); string(text) != string(again) {
		t.Fatalf("the same news are two messages:\n%s\n%s", text, again)
	}
	l := readMessage(t, text)
	var names []string
	for name := range l.header {
		names = append(names, name)
	}
	slices.Sort(names)
	if want := "[Auto-Submitted Content-Transfer-Encoding Content-Type Date From Message-Id Mime-Version Subject To]"; fmt.Sprint(names) != want {
		t.Errorf("headers %v, want %s", names, want)
	}
	if want := `[✗ ACT TODAY] 对账\r\nBcc: victim@example.com\r\n\r\nbody 2026-03-07: 1 new critical finding`; l.subject != want {
		t.Errorf("subject %q, want %q", l.subject, want)
	}
	head, _, _ := strings.Cut(string(text), "\r\n\r\n")
	for line := range strings.SplitSeq(head, "\r\n") {
		if len(line) > 78 && strings.Contains(line, "=?") || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a header line of %d characters: %q", len(line), line)
		}
	}
	n.Run.ID++
	if other := readMessage(t, written(t, m, n)); other.header.Get("Message-ID") == l.header.Get("Message-ID") {
		t.Errorf("another run has the same Message-ID")
	}
}

// TestAttachment asks for the workbook up to the limit, byte for byte, and for
// its path beyond.
func TestAttachment(t *testing.T) {
	n := testEvent()
	n.Workbook = filepath.Join(t.TempDir(), "reconcile-对账-2026-03-07.xlsx")
	book := []byte(strings.Repeat("PK\x03\x04\r\n.\r\n", 100))
	if err := os.WriteFile(n.Workbook, book, 0o600); err != nil {
		t.Fatal(err)
	}
	for limit, attached := range map[int64]bool{int64(len(book)): true, int64(len(book)) - 1: false, 0: false} {
		m := box(25)
		m.Attach = limit
		l := readMessage(t, written(t, m, n))
		if got := l.file == filepath.Base(n.Workbook) && string(l.book) == string(book); got != attached {
			t.Errorf("limit %d: attached %t (%q, %d bytes), want %t", limit, got, l.file, len(l.book), attached)
		}
		if named := strings.Contains(l.text, "The workbook is not attached (0 KiB): "+n.Workbook); named == attached {
			t.Errorf("limit %d: the text names the workbook: %t", limit, named)
		}
	}
	n.Workbook += ".gone"
	if l := readMessage(t, written(t, box(25), n)); l.file != "" {
		t.Errorf("without a workbook: attached %q", l.file)
	}
}
