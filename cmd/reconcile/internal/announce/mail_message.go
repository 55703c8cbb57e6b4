package announce

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/terminal"
)

// workbookType is the media type of a workbook.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Message is the event as a mail: its headers, the text, and the workbook where
// it is not too large. The same event is the same message, so that a server that
// gets it twice can see that.
func (m Mailbox) Message(e *Event) (*gomail.Msg, error) {
	book, note, err := m.attachment(e)
	if err != nil {
		return nil, err
	}
	digest := m.digest(e)
	_, domain, _ := strings.Cut(m.From.Address, "@")
	msg := gomail.NewMsg(gomail.WithBoundary("reconcile-"+digest[:40]), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(&m.From)
	for _, to := range m.To {
		msg.AddToMailAddress(&to)
	}
	msg.Subject(terminal.Visible(e.headline()))
	msg.SetDateWithValue(e.Ended.In(alipay.Shanghai()))
	msg.SetMessageIDWithValue(digest[:32] + ".reconcile@" + domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	kind, body, err := alternatives(e.letter(note), "reconcile-text-"+digest[:32])
	if err != nil {
		return nil, err
	}
	msg.SetBodyString(kind, body, gomail.WithPartEncoding(gomail.NoEncoding))
	if book != nil {
		name := filepath.Base(e.Workbook)
		// The library's own header would encode a Chinese name in a way that is
		// not that of parameters (RFC 2231).
		disposition := func(f *gomail.File) {
			f.Header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		}
		err = msg.AttachReader(name, bytes.NewReader(book), gomail.WithFileContentType(workbookType), disposition)
	}
	return msg, err
}

// digest distinguishes messages, in hex.
func (m Mailbox) digest(e *Event) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %d %d %d %t %v", e.Job, e.Run.ID, e.Begun.UnixNano(), e.Ended.UnixNano(), e.Test, m.To))
	return hex.EncodeToString(sum[:])
}

// attachment reads the workbook, nil where there is none or it is too large,
// and notes which.
func (m Mailbox) attachment(e *Event) (book []byte, note string, err error) {
	if e.Workbook == "" {
		return nil, "", nil
	}
	info, err := os.Stat(e.Workbook)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", nil
	case err != nil:
		return nil, "", err
	case info.Size() > m.Attach:
		return nil, fmt.Sprintf(e.say("The workbook is not attached (%d KiB): %s", "工作簿未附上（%d KiB）：%s"), info.Size()>>10, e.Workbook), nil
	}
	book, err = os.ReadFile(e.Workbook)
	return book, e.say("The workbook is attached.", "工作簿见附件。"), err
}
