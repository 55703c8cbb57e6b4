package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"time"

	"reconcile/alipay"
)

// message is the news as a mail: its headers, the text, and the workbook where
// it is not too large. The same news is the same message, so that a server that
// gets it twice can tell.
func (m mailbox) message(n *news) ([]byte, error) {
	book, note, err := m.attachment(n)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	if err := parts.SetBoundary("reconcile-" + m.digest(n)[:40]); err != nil {
		return nil, err
	}
	m.headers(&b, n, parts.Boundary())
	text, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {"text/plain; charset=utf-8"},
		"Content-Transfer-Encoding": {"quoted-printable"},
	})
	if err != nil {
		return nil, err
	}
	quoted := quotedprintable.NewWriter(text)
	if _, err := io.WriteString(quoted, n.letter(note)); err != nil {
		return nil, err
	}
	if err := quoted.Close(); err != nil {
		return nil, err
	}
	if book != nil {
		if err := attach(parts, filepath.Base(n.workbook), book); err != nil {
			return nil, err
		}
	}
	err = parts.Close() // writes the last boundary
	return b.Bytes(), err
}

// headers writes the head of the message. Every value is encoded or made of
// what was checked, so that none can begin a line of its own.
func (m mailbox) headers(b *bytes.Buffer, n *news, boundary string) {
	to := make([]string, len(m.to))
	for i, a := range m.to {
		to[i] = a.String()
	}
	_, domain, _ := strings.Cut(m.from.Address, "@")
	for _, h := range [][2]string{
		{"From", m.from.String()},
		{"To", strings.Join(to, ",\r\n ")},
		{"Subject", foldWords(mime.BEncoding.Encode("utf-8", visible(n.headline())))},
		{"Date", n.ended.In(alipay.Shanghai()).Format(time.RFC1123Z)},
		{"Message-ID", "<" + m.digest(n)[:32] + ".reconcile@" + domain + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"},
		{"Content-Type", `multipart/mixed; boundary="` + boundary + `"`},
	} {
		fmt.Fprintf(b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
}

// foldWords puts each encoded word on a line of its own, because a line with one
// has at most 76 characters (RFC 2047).
func foldWords(s string) string {
	if !strings.HasPrefix(s, "=?") {
		return s
	}
	return "\r\n " + strings.ReplaceAll(s, "?= =?", "?=\r\n =?")
}

// digest tells one message from another, in hex.
func (m mailbox) digest(n *news) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %d %d %t %v", n.job, n.run.ID, n.begun.UnixNano(), n.ended.UnixNano(), n.test, m.to))
	return hex.EncodeToString(sum[:])
}

// attachment reads the workbook, nil where there is none or it is too large,
// and says which.
func (m mailbox) attachment(n *news) (book []byte, note string, err error) {
	if n.workbook == "" {
		return nil, "", nil
	}
	info, err := os.Stat(n.workbook)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", nil
	case err != nil:
		return nil, "", err
	case info.Size() > m.attach:
		return nil, fmt.Sprintf(n.say("The workbook is not attached (%d KiB): %s", "工作簿未附上（%d KiB）：%s"), info.Size()>>10, n.workbook), nil
	}
	book, err = os.ReadFile(n.workbook)
	return book, n.say("The workbook is attached.", "工作簿见附件。"), err
}

// attach adds a workbook to a message.
func attach(parts *multipart.Writer, name string, book []byte) error {
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": name})},
		"Content-Transfer-Encoding": {"base64"},
	})
	if err != nil {
		return err
	}
	const line = 57 // bytes, which are 76 characters
	for len(book) > 0 {
		n := min(line, len(book))
		if _, err := io.WriteString(part, base64.StdEncoding.EncodeToString(book[:n])+"\r\n"); err != nil {
			return err
		}
		book = book[n:]
	}
	return nil
}

// letter is the text of a mail: what to do first, then what the run printed.
func (n *news) letter(note string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", visible(n.headline()))
	if n.cause != "" {
		for line := range strings.Lines(n.cause) {
			fmt.Fprintln(&b, visible(strings.TrimSpace(line)))
		}
		b.WriteByte('\n')
	}
	if todo := n.todo(); len(todo) > 0 {
		fmt.Fprintln(&b, n.say("What to do:", "需要处理："))
		for _, t := range todo {
			fmt.Fprintln(&b, "- "+visible(t))
		}
		b.WriteByte('\n')
	}
	if n.summary != "" {
		fmt.Fprintln(&b, n.summary)
		fmt.Fprintf(&b, n.say("Batches in flight: %d, with %s yuan.\n", "在途批次 %d 个，共 %s 元。\n"), n.flying.Count, n.flying.Amount)
	}
	if note != "" {
		fmt.Fprintln(&b, visible(note))
	}
	fmt.Fprintf(&b, "-- \nreconcile %s, %s\n", version(), n.job)
	return b.String()
}

// mailAddresses are addresses as people read them.
func mailAddresses(list []mail.Address) string {
	all := make([]string, len(list))
	for i, a := range list {
		all[i] = a.Address
	}
	return strings.Join(all, ", ")
}
