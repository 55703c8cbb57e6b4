package announce

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A Webhook gets the end of runs, as JSON or as a message in a group of
// DingTalk or WeCom.
type Webhook struct {
	To     Address
	Format string // json, dingtalk or wecom
	Secret alipay.Secret
}

func (w Webhook) Name() string { return "webhook " + w.To.Host }

func (w Webhook) Timeout() time.Duration { return httpTimeout }

func (w Webhook) Accepts(e *Event, o Occasion) bool {
	return e.Stage == ledger.StageEnd && (e.Test || o.Covers(e.Exit))
}

// Send posts the event. A robot answers 200 whatever it thinks of a message.
func (w Webhook) Send(ctx context.Context, t *Transport, e *Event) error {
	to, err := url.Parse(w.To.URL.Reveal())
	if err != nil {
		return permanent("the address of %s cannot be asked", w.To.Host)
	}
	if w.Secret.Reveal() != "" {
		Sign(to, w.Secret, t.Now())
	}
	body, err := w.body(e)
	if err != nil {
		return permanentError{err}
	}
	answer, err := t.Post(ctx, to, "application/json; charset=utf-8", body)
	if err != nil || w.Format == "json" {
		return err
	}
	return readRobot(answer)
}

// body is the event in the webhook's format. Chat messages are plain text: a
// file's name cannot turn into a mention or a link there.
func (w Webhook) body(e *Event) ([]byte, error) {
	var v any = e.document()
	if w.Format != "json" {
		v = map[string]any{"msgtype": "text", "text": map[string]string{"content": e.chat()}}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return b.Bytes(), err
}

// Sign adds to the address of a DingTalk robot what proves that its secret is
// known: the base64 of HMAC-SHA256 over the time in milliseconds, a line feed
// and the secret, by the secret.
func Sign(to *url.URL, secret alipay.Secret, now time.Time) {
	at := strconv.FormatInt(now.UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	fmt.Fprintf(mac, "%s\n%s", at, secret.Reveal())
	q := to.Query()
	q.Set("timestamp", at)
	q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	to.RawQuery = q.Encode()
}

// readRobot turns the answer of a robot into an error, nil where it took the
// message. Its own words are not shown: they may repeat the address.
func readRobot(answer []byte) error {
	var said struct {
		Code *int `json:"errcode"`
	}
	if err := json.Unmarshal(answer, &said); err != nil || said.Code == nil {
		return permanent("its answer is not that of a robot: is the address the right one?")
	}
	hints := map[int]string{
		310000: ": its security settings refuse the message: keyword, signature or sender's network",
		300001: ": no robot has this token",
		93000:  ": no robot has this key",
		130101: ": too many messages", 45009: ": too many messages",
	}
	switch code := *said.Code; code {
	case 0:
		return nil
	case -1:
		return fmt.Errorf("its service is busy (errcode -1)")
	default:
		return permanent("it refuses the message, errcode %d%s", code, hints[code])
	}
}
