package config

import (
	"net/url"
	"path/filepath"
	"strings"
	"unicode"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/words"
)

// announcementKeys are the keys of a job about who is told of its runs. A target
// in which something is wrong is left out.
func (r reader) announcementKeys(j *Job) []key {
	hook := key{name: "[]", form: section(r.webhookKeys, nil, func(w *announce.Webhook) { r.keep(j, *w) }), doc: "One address."}
	hooks := form{keys: []key{hook}, read: func(v value) {
		for _, item := range v.list(words.New("webhooks")) {
			hook.form.read(item)
		}
	}}
	return []key{
		{name: "notify_on", form: choice(&j.NotifyOn, announce.OnFindings, announce.OnAlways, announce.OnFailure), otherwise: string(announce.OnFindings), doc: "Which runs are told by mail and webhook. With findings those with findings or incomplete input and those that failed, with failure only these."},
		{name: "mail", form: section(r.mailKeys, checkMail, func(m *announce.Mailbox) { r.keep(j, *m) }), doc: "A message with the summary and the workbook."},
		{name: "webhooks", form: hooks, doc: "Addresses that are told by POST."},
		{name: "ping", form: section(r.pingKeys, nil, func(p *announce.Ping) { r.keep(j, *p) }), doc: "A health check that is told of the start and the end of every run."},
		{name: "textfile", form: textTo(r.textfileOf(j)).like(words.New("a path that ends with .prom"), `\.prom$`), example: "reconcile-nightly.prom", doc: "Figures of every run for a Prometheus node exporter, of each job in a file of its own."},
	}
}

// webhookKeys are the keys of an address that is told by POST.
func (r reader) webhookKeys(w *announce.Webhook) []key {
	sign := func(v value) {
		if v.present() && w.Format != "dingtalk" {
			v.fail("only format: dingtalk signs with one: leave it out")
		}
		w.Secret = r.line(v)
	}
	return []key{
		{name: "url", form: secret(func(v value) { w.To = r.address(v) }), need: "the address, as { env: NAME } or { file: PATH }", example: "{ env: WEBHOOK_URL }", doc: "The address. It often holds a token, so it is kept like a key."},
		{name: "format", form: choice(&w.Format, "json", "dingtalk", "wecom"), otherwise: "json", example: "dingtalk", doc: "What the address understands."},
		{name: "secret", form: secret(sign), example: "{ env: WEBHOOK_SECRET }", doc: "dingtalk: what signs the message."},
	}
}

// pingKeys are the keys of a health check.
func (r reader) pingKeys(p *announce.Ping) []key {
	return []key{
		{name: "url", form: secret(func(v value) { p.To = r.address(v) }), need: "the address of the check, as { env: NAME } or { file: PATH }", example: "{ env: PING_URL }", doc: "Its address; a start is told at its /start, a failure at its /fail."},
	}
}

// textfileOf returns a check of the file of a job that a Prometheus node exporter
// picks up, which makes it a target.
func (r reader) textfileOf(j *Job) func(v value, path string) {
	return func(v value, path string) {
		t := announce.Textfile{Named: path, Path: r.At(path)}
		if filepath.Ext(path) != ".prom" {
			v.fail("%v", wanted(path, words.New("a name that ends in .prom: the node exporter reads no other")))
			return
		}
		for _, other := range r.Jobs {
			for _, o := range other.Targets {
				if o, ok := o.(announce.Textfile); ok && o.Path == t.Path {
					v.fail("%s: job %s writes this file already: each job needs its own", alipay.Quote(path), other.Name)
					return
				}
			}
		}
		r.keep(j, t)
	}
}

// keep adds a target to a job. Without its secrets it would be none.
func (r reader) keep(j *Job, t announce.Target) {
	if r.getenv != nil {
		j.Targets = append(j.Targets, t)
	}
}

// address reads the address of a target.
func (r reader) address(v value) (a announce.Address) {
	a.URL = r.line(v)
	if a.URL.Reveal() == "" {
		return a
	}
	u, err := url.Parse(a.URL.Reveal())
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		v.fail("what stands there is no address such as https://example.com/path")
	case u.Scheme == "http" && !announce.IsLocal(u.Hostname()):
		v.fail("the address of %s is not an https one: the network would see what is sent there", u.Host)
	default:
		a.Host = u.Host
	}
	return a
}

// line reads a secret that is one line of text.
func (r reader) line(v value) (line alipay.Secret) {
	r.secret(v, func(text string) error {
		text = strings.TrimSpace(text)
		if text == "" || strings.ContainsFunc(text, unicode.IsControl) {
			return words.Errorf("want one line of text")
		}
		line = alipay.NewSecret(text)
		return nil
	})
	return line
}
