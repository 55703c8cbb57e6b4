package announce

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"path/filepath"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"reconcile/cmd/reconcile/internal/build"
	"reconcile/cmd/reconcile/internal/terminal"
)

// A letter is what a mail says, as text and as HTML alike: the verdict, where the money
// stands, what is new, and what to do, by who has to do it.
type letter struct {
	Language string
	Verdict  string // that colours its head
	Headline string
	Cause    []string
	Labels   labels
	Money    string // in one line
	Since    string
	Heaps    []letterHeap
	News     []string
	More     string // how many more there are
	Roles    []letterRole
	Notes    []string
	Foot     string
}

// The labels are headings in the letter's language.
type labels struct{ Money, Trades, Yuan, Change, News, Todo string }

// A letterHeap is a row of the money.
type letterHeap struct {
	Name, Amount, Change string
	Trades               int64
	Part                 bool // of the heap above
}

// A letterRole is what one role has to do.
type letterRole struct {
	Who   string
	Tasks []letterTask
}

// A letterTask is a to-do; its commands are for who has a shell.
type letterTask struct {
	Say, By, See string
	Commands     []string
}

// letter gathers what a mail says.
func (e *Event) letter(note string) letter {
	l := letter{Language: e.say("en", "zh-CN"), Verdict: e.outcome(), Headline: terminal.Visible(e.headline()), Money: e.money(), Since: e.since(),
		Labels: labels{e.say("Where the money stands", "资金状况"), e.say("Trades", "交易"), e.say("CNY", "元"), e.say("Change", "变动"), e.say("New critical findings", "新增严重异常"), e.say("What to do", "需要处理")},
		Foot:   "reconcile " + build.Version() + ", " + terminal.Visible(e.Job)}
	for line := range strings.Lines(e.Cause) {
		l.Cause = append(l.Cause, terminal.Visible(strings.TrimSpace(line)))
	}
	l.Heaps, l.News, l.Roles, l.Notes = e.heaps(), e.news(), e.byRole(), e.notes(note)
	if more := e.NewCritical.Count - int64(len(e.News)); more > 0 {
		l.More = fmt.Sprintf(e.say("and %d more", "另有 %d 项"), more)
	}
	return l
}

// heaps are the rows of the money.
func (e *Event) heaps() (rows []letterHeap) {
	if !e.Reported || e.Run.Standing == nil {
		return nil
	}
	changes := e.changes()
	for i, h := range e.Run.Standing.Heaps() {
		row := letterHeap{Name: e.say(h.EN, h.ZH), Amount: h.Amount.Grouped(), Trades: h.Trades}
		if i < len(changes) {
			row.Change = signed(changes[i].by)
		}
		rows = append(rows, row)
		for _, p := range h.Parts {
			rows = append(rows, letterHeap{Name: e.say(p.EN, p.ZH), Amount: p.Amount.Grouped(), Trades: p.Trades, Part: true})
		}
	}
	return rows
}

// news are the new critical findings in full sentences, each with its row of the workbook.
func (e *Event) news() (lines []string) {
	for _, n := range e.News {
		parts := []string{n.Code}
		if n.Amount != nil {
			parts = append(parts, n.Amount.Grouped())
		}
		for _, number := range []string{n.TradeNo, n.BatchNo} {
			if number != "" {
				parts = append(parts, number)
			}
		}
		at := fmt.Sprintf(e.say(" [Findings %d]", "［异常 %d］"), n.Row)
		lines = append(lines, terminal.Visible(strings.Join(parts, " ")+e.say(": ", "：")+n.Say+at))
	}
	return lines
}

// byRole groups the to-dos by who has to do them, in the order of the first of each. Who has
// no shell is told the rows of the workbook, and commands only where they end something.
func (e *Event) byRole() (roles []letterRole) {
	if e.Test {
		return nil
	}
	if !e.Reported {
		return []letterRole{{Who: e.say("operations", "运维"), Tasks: []letterTask{{Say: terminal.Visible(e.remedy())}}}}
	}
	for _, t := range e.Tasks {
		i := slices.IndexFunc(roles, func(r letterRole) bool { return r.Who == t.Who })
		if i < 0 {
			i, roles = len(roles), append(roles, letterRole{Who: t.Who})
		}
		task := letterTask{Say: terminal.Visible(t.Say), By: t.By, See: t.See}
		for _, command := range t.Commands {
			if t.Shell || t.See == "" || strings.Contains(command, "--by NAME") {
				task.Commands = append(task.Commands, terminal.Visible(command))
			}
		}
		roles[i].Tasks = append(roles[i].Tasks, task)
	}
	return roles
}

// notes are what stands at the end: how many findings, what is on its way, where the report is.
func (e *Event) notes(note string) (lines []string) {
	if e.Reported {
		var open, opened, closed int64
		for _, t := range e.Codes {
			open, opened, closed = open+t.Open, opened+t.New, closed+t.Closed
		}
		lines = append(lines, fmt.Sprintf(e.say("Findings: %d open, %d new, %d closed.", "异常：未结 %d 项，新增 %d 项，已结 %d 项。"), open, opened, closed),
			fmt.Sprintf(e.say("Results: %d, %s CNY refunded.", "退款结果 %d 项，已退 %s 元。"), e.Run.Totals.Results, e.Run.Totals.SuccessAmount.Grouped()),
			fmt.Sprintf(e.say("Batches in flight: %d, with %s CNY.", "在途批次 %d 个，共 %s 元。"), e.InFlight.Count, e.InFlight.Amount.Grouped()))
	}
	if note != "" {
		lines = append(lines, note)
	}
	switch {
	case e.Folder != "":
		lines = append(lines, e.say("Report: ", "报告：")+e.place(e.Folder))
	case e.LastFolder != "":
		lines = append(lines, fmt.Sprintf(e.say("The last good report is of %s: %s", "最近一份完好的报告（%s）：%s"), dateOf(e.LastReport), e.place(e.LastFolder)))
	}
	if e.Run.Head != "" {
		lines = append(lines, e.say("Ledger head: ", "账本链哈希：")+e.Run.Head)
	}
	for i := range lines {
		lines[i] = terminal.Visible(lines[i])
	}
	return lines
}

// place is a folder as those know it who are elsewhere: with its whole path, and the machine.
func (e *Event) place(folder string) string {
	if path, err := filepath.Abs(folder); err == nil {
		folder = path
	}
	if e.Host == "" {
		return folder
	}
	return e.Host + ":" + folder
}

// text is the letter as plain text.
func (l letter) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", l.Headline)
	section := func(head string, lines ...string) {
		if len(lines) == 0 {
			return
		}
		if head != "" {
			fmt.Fprintf(&b, "%s:\n", head)
		}
		for _, line := range lines {
			fmt.Fprintln(&b, line)
		}
		b.WriteByte('\n')
	}
	section("", l.Cause...)
	if l.Money != "" {
		section(l.Labels.Money, slices.DeleteFunc([]string{l.Money, l.Since}, func(s string) bool { return s == "" })...)
	}
	news := bulleted(l.News)
	if l.More != "" {
		news = append(news, "  "+l.More)
	}
	section(l.Labels.News, news...)
	for _, r := range l.Roles {
		section(l.Labels.Todo+" — "+r.Who, r.lines()...)
	}
	section("", l.Notes...)
	fmt.Fprintf(&b, "-- \n%s\n", l.Foot)
	return b.String()
}

func bulleted(texts []string) (lines []string) {
	for _, text := range texts {
		lines = append(lines, "- "+text)
	}
	return lines
}

// lines are the to-dos of a role, commands below them.
func (r letterRole) lines() (lines []string) {
	for _, t := range r.Tasks {
		lines = append(lines, "- "+t.sentence())
		for _, command := range t.Commands {
			lines = append(lines, "  "+command)
		}
	}
	return lines
}

// sentence is a to-do with its deadline and where to look.
func (t letterTask) sentence() string {
	text := t.Say
	if t.By != "" {
		text = "[" + t.By + "] " + text
	}
	if t.See != "" {
		text += " → " + t.See
	}
	return text
}

//go:embed letter.html.tmpl
var letterHTML string

// html is the letter as a page without anything from elsewhere.
func (l letter) html() (string, error) {
	page, err := template.New("letter").Parse(letterHTML)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = page.Execute(&b, l)
	return b.String(), err
}

// alternatives are the letter as text and as HTML, of which a mail program shows the one that
// it can (RFC 2046, 5.1.4). The library would draw a random boundary for them.
func alternatives(l letter, boundary string) (kind gomail.ContentType, body string, err error) {
	page, err := l.html()
	if err != nil {
		return "", "", err
	}
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	if err := parts.SetBoundary(boundary); err != nil {
		return "", "", err
	}
	for _, p := range []struct{ mediaType, text string }{{"text/plain", l.text()}, {"text/html", page}} {
		head := textproto.MIMEHeader{
			"Content-Type":              {mime.FormatMediaType(p.mediaType, map[string]string{"charset": "UTF-8"})},
			"Content-Transfer-Encoding": {"quoted-printable"},
		}
		part, err := parts.CreatePart(head)
		if err != nil {
			return "", "", err
		}
		encoder := quotedprintable.NewWriter(part)
		if _, err := io.WriteString(encoder, p.text); err != nil {
			return "", "", err
		}
		if err := encoder.Close(); err != nil {
			return "", "", err
		}
	}
	err = parts.Close()
	return gomail.ContentType(mime.FormatMediaType("multipart/alternative", map[string]string{"boundary": boundary})), b.String(), err
}
