package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"reconcile/alipay"
)

// workbookType is the media type of a workbook.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// message is the news as a mail: its headers, the text, and the workbook where
// it is not too large. The same news is the same message, so that a server that
// gets it twice can tell.
func (m mailbox) message(n *news) (*gomail.Msg, error) {
	book, note, err := m.attachment(n)
	if err != nil {
		return nil, err
	}
	digest := m.digest(n)
	_, domain, _ := strings.Cut(m.from.Address, "@")
	msg := gomail.NewMsg(gomail.WithBoundary("reconcile-"+digest[:40]), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&m.from)
	for _, to := range m.to {
		msg.AddToMailAddress(&to)
	}
	msg.Subject(visible(n.headline()))
	msg.SetDateWithValue(n.ended.In(alipay.Shanghai()))
	msg.SetMessageIDWithValue(digest[:32] + ".reconcile@" + domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, n.letter(note))
	if book != nil {
		name := filepath.Base(n.workbook)
		// The library's own header would encode a Chinese name in a way that is
		// not that of parameters (RFC 2231).
		disposition := func(f *gomail.File) {
			f.Header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		}
		err = msg.AttachReader(name, bytes.NewReader(book), gomail.WithFileContentType(workbookType), disposition)
	}
	return msg, err
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
