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
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/build"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// An announceDocument is what a webhook of the format json gets. Within a
// schema keys are only added; amounts are yuan with two decimals.
type announceDocument struct {
	Schema      int                      `json:"schema"`
	Type        string                   `json:"type"` // "run" or "test"
	Program     string                   `json:"program"`
	Job         string                   `json:"job"`
	Run         int64                    `json:"run,omitempty"`
	AsOf        string                   `json:"as_of,omitempty"`
	Started     string                   `json:"started,omitempty"`
	Finished    string                   `json:"finished"`
	ExitStatus  int                      `json:"exit_status"`
	Verdict     string                   `json:"verdict"` // act, review, incomplete, clean; failed, locked or test
	Message     string                   `json:"message"`
	Cause       string                   `json:"cause,omitempty"`
	Missing     string                   `json:"missing,omitempty"`
	Todo        []string                 `json:"todo"`
	Tasks       []Task                   `json:"tasks,omitempty"` // the same, in parts
	Money       *ledger.Standing         `json:"money,omitempty"`
	Findings    map[string]announceCount `json:"findings,omitempty"` // by severity
	Codes       []announceCode           `json:"codes,omitempty"`
	Totals      *ledger.Totals           `json:"totals,omitempty"`
	Corrections map[string]Sum           `json:"corrections,omitempty"` // by status
	Batches     []announceBatch          `json:"batches,omitempty"`
	InFlight    *Sum                     `json:"in_flight,omitempty"` // batches, and the money of their lines in flight
	Head        string                   `json:"head,omitempty"`      // of the ledger's chain of runs
	Directory   string                   `json:"directory,omitempty"`
	Workbook    string                   `json:"workbook,omitempty"`
}

// An announceCount is how many findings are open.
type announceCount struct {
	Count int64 `json:"count"`
}

// An announceCode is the findings of one code.
type announceCode struct {
	Code     string          `json:"code"`
	Severity ledger.Severity `json:"severity"`
	New      int64           `json:"new"`
	Open     int64           `json:"open"`
	Closed   int64           `json:"closed"`
	Amount   alipay.Money    `json:"amount"`
}

// An announceBatch is a batch that the run issued, or proposed.
type announceBatch struct {
	BatchNo  string       `json:"batch_no,omitempty"`
	Proposal string       `json:"proposal,omitempty"`
	Account  string       `json:"account"`
	Lines    int          `json:"lines"`
	Amount   alipay.Money `json:"amount"`
}

// document is the event for programs.
func (e *Event) document() announceDocument {
	d := announceDocument{Schema: terminal.Schema, Type: "run", Program: "reconcile " + build.Version(), Job: e.Job,
		Started: terminal.Stamp(e.Begun), Finished: terminal.Stamp(e.Ended), ExitStatus: e.Exit, Verdict: e.outcome(),
		Message: e.headline(), Cause: e.Cause, Missing: e.Missing, Todo: append([]string{}, e.todo()...), Tasks: e.Tasks,
		Directory: e.Folder, Workbook: e.Workbook}
	if e.Test {
		d.Type, d.Started = "test", ""
	}
	if e.Run.ID != 0 {
		d.Run, d.AsOf, d.Head = e.Run.ID, terminal.Stamp(e.Run.AsOf), e.Run.Head
	}
	if e.Reported {
		e.figures(&d)
	}
	return d
}

// figures adds what only a run with a report has.
func (e *Event) figures(d *announceDocument) {
	d.Totals = &e.Run.Totals
	d.Money = e.Run.Standing
	d.Findings = map[string]announceCount{}
	for _, s := range severities() {
		d.Findings[string(s)] = announceCount{e.open(s)}
	}
	for _, t := range e.Codes {
		if t.Open+t.New+t.Closed > 0 {
			d.Codes = append(d.Codes, announceCode{t.Code, t.Severity, t.New, t.Open, t.Closed, t.Amount})
		}
	}
	d.Corrections = map[string]Sum{}
	for _, s := range statuses() {
		d.Corrections[string(s)] = e.Corrections[s]
	}
	for _, b := range e.Batches {
		d.Batches = append(d.Batches, announceBatch{b.BatchNo, b.Proposal, e.Run.Policy.Header.Account, len(b.Lines), b.Total})
	}
	d.InFlight = &e.InFlight
}

// A Webhook gets the end of runs, as JSON or as a message in a group of
// DingTalk or WeCom.
type Webhook struct {
	To     Address
	Format string // json, dingtalk or wecom
	Secret alipay.Secret
}

func (w Webhook) Name() string { return "webhook " + w.To.Host }

func (w Webhook) Timeout() time.Duration { return httpTimeout }

func (w Webhook) Accepts(e *Event, o Occasion) bool { return o.accepts(e) }

// Send posts the event. A robot answers 200 whatever it thinks of a message.
func (w Webhook) Send(ctx context.Context, t *Transport, e *Event) error {
	to, err := w.To.parse()
	if err != nil {
		return err
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

// body is the event in the webhook's format.
func (w Webhook) body(e *Event) ([]byte, error) {
	var v any = e.document()
	switch w.Format {
	case "dingtalk":
		v = map[string]any{"msgtype": "markdown", "markdown": map[string]string{"title": terminal.Visible(cutText(e.headline(), maxTitle)), "text": e.chat()}}
	case "wecom":
		v = map[string]any{"msgtype": "markdown", "markdown": map[string]string{"content": e.chat()}}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return b.Bytes(), err
}

// maxTitle is how long the title of a message is that DingTalk shows in a list, in bytes.
const maxTitle = 120

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
		return words.Errorf("its service is busy (errcode -1)")
	default:
		return permanent("it refuses the message, errcode %d%s", code, hints[code])
	}
}

// chat is the event as markdown of a few lines: verdict, money, the worst that is new, and
// what to do by role. What does not fit is counted instead.
func (e *Event) chat() string {
	l := e.letter("")
	lines := []string{"**" + plainMarkdown(l.Headline) + "**"}
	add := func(prefix string, texts ...string) {
		for _, text := range texts {
			if text != "" {
				lines = append(lines, prefix+plainMarkdown(cutText(text, MaxChat/4)))
			}
		}
	}
	add("", strings.Join(l.Cause, " "))
	add("> ", l.Money, l.Since)
	if len(l.News) > 0 {
		lines = append(lines, "**"+l.Labels.News+"**")
		add("- ", append(l.News, l.More)...)
	}
	for _, r := range l.Roles {
		lines = append(lines, "**"+plainMarkdown(l.Labels.Todo+" — "+r.Who)+"**")
		for _, t := range r.Tasks {
			add("- ", t.sentence())
			add("  ", t.Commands...)
		}
	}
	add("", l.Notes...)
	text := ""
	for i, line := range lines {
		more := fmt.Sprintf(e.say("and %d more", "另有 %d 行"), len(lines)-i)
		if len(text)+len(line)+len(more)+len(markdownBreak) > MaxChat {
			return text + more
		}
		text += line + markdownBreak
	}
	return strings.TrimSuffix(text, markdownBreak)
}

// markdownBreak ends a line: one feed alone is a blank in DingTalk.
const markdownBreak = "  \n"

// plainMarkdown keeps text from becoming markup: a file's name is neither a link nor a mention
// nor bold. Robots know no escapes, so signs take their full-width form.
func plainMarkdown(text string) string {
	return strings.NewReplacer("](", "］(", "<", "＜", ">", "＞", "*", "＊", "`", "｀", "\n", " ").Replace(text)
}
