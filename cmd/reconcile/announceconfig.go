package main

import (
	"errors"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"unicode"

	"reconcile/alipay"
)

// An occasion says which runs are announced by mail and webhook.
type occasion string

// The occasions. A health check and a textfile are told of every run.
const (
	onFindings occasion = "findings" // ended with 3 or 4, or failed
	onAlways   occasion = "always"
	onFailure  occasion = "failure" // failed: ended with 1, 2 or 5
)

// covers tells whether a run that ended with a status is announced.
func (o occasion) covers(exit int) bool {
	switch exit {
	case exitDone:
		return o == onAlways
	case exitFindings, exitIncomplete:
		return o != onFailure
	}
	return true
}

// readTargets takes where a job's runs are announced. A target in which
// something is wrong is left out.
func (c *config) readTargets(f fields, j *job, getenv func(string) string) {
	j.notifyOn = occasion(f.get("notify_on").choice(string(onFindings), string(onFindings), string(onAlways), string(onFailure)))
	keep := func(v value, read func(value) Target) {
		if !v.present() {
			return
		}
		before := len(v.doc.problems)
		if t := read(v); len(v.doc.problems) == before && getenv != nil {
			j.targets = append(j.targets, t)
		}
	}
	keep(f.get("mail"), func(v value) Target { return c.readMail(v, getenv) })
	for _, v := range f.get("webhooks").list("webhooks") {
		keep(v, func(v value) Target { return c.readWebhook(v, getenv) })
	}
	keep(f.get("ping"), func(v value) Target { return c.readPing(v, getenv) })
	keep(f.get("textfile"), func(v value) Target { return c.readTextfile(v) })
}

// readWebhook takes one address that is told by POST.
func (c *config) readWebhook(v value, getenv func(string) string) Target {
	f := v.fields("url", "format", "secret")
	w := webhook{to: c.address(f.need("url", "the address, as { env: NAME } or { file: PATH }"), getenv)}
	w.format = f.get("format").choice("json", "json", "dingtalk", "wecom")
	secret := f.get("secret")
	if secret.present() && w.format != "dingtalk" {
		secret.fail("only format: dingtalk signs with one: leave it out")
	}
	w.secret = c.line(secret, getenv)
	return w
}

// readPing takes the address of a health check.
func (c *config) readPing(v value, getenv func(string) string) Target {
	f := v.fields("url")
	return ping{c.address(f.need("url", "the address of the check, as { env: NAME } or { file: PATH }"), getenv)}
}

// readTextfile takes the file that a Prometheus node exporter picks up.
func (c *config) readTextfile(v value) Target {
	path := v.text()
	if path != "" && filepath.Ext(path) != ".prom" {
		v.fail("%s: want a name that ends in .prom: the node exporter reads no other", alipay.Quote(path))
	}
	for _, j := range c.jobs {
		for _, t := range j.targets {
			if other, ok := t.(textfile); ok && other.path == c.at(path) {
				v.fail("%s: job %s writes this file already: each job needs its own", alipay.Quote(path), j.name)
			}
		}
	}
	return textfile{named: path, path: c.at(path)}
}

// An address is where an announcement is posted. It often holds a token, so it
// is a secret: no message shows more of it than its host.
type address struct {
	host string
	url  alipay.Secret
}

// address reads the address of a target.
func (c *config) address(v value, getenv func(string) string) (a address) {
	a.url = c.line(v, getenv)
	if a.url.Reveal() == "" {
		return a
	}
	u, err := url.Parse(a.url.Reveal())
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		v.fail("what stands there is no address such as https://example.com/path")
	case u.Scheme == "http" && !isLocal(u.Hostname()):
		v.fail("the address of %s is not an https one: the network would see what is sent there", u.Host)
	default:
		a.host = u.Host
	}
	return a
}

// line reads a secret that is one line of text.
func (c *config) line(v value, getenv func(string) string) (line alipay.Secret) {
	c.secret(v, getenv, &keys{}, func(text string) error {
		text = strings.TrimSpace(text)
		if text == "" || strings.ContainsFunc(text, unicode.IsControl) {
			return errors.New("want one line of text")
		}
		line = alipay.NewSecret(text)
		return nil
	})
	return line
}

// isLocal tells whether a host is this machine.
func isLocal(host string) bool {
	ip, _ := netip.ParseAddr(host)
	return host == "localhost" || ip.IsLoopback()
}
