package main

import (
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"reconcile/alipay"
)

// The page's policy lets it post to the gateway and reach nothing else: not even
// another port of the same host, whatever script runs in it.
func TestBrowserPolicy(t *testing.T) {
	t.Parallel()
	skipShort(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the page reached %s %s", r.Method, r.URL)
	}))
	defer elsewhere.Close()
	d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, 1})
	p := newBrowser(t).open(d.page())
	for attempt, want := range map[string]string{
		`fetch(there).catch(() => {})`:                                              "connect-src",
		`navigator.sendBeacon(there, "x")`:                                          "connect-src",
		`new Image().src = there`:                                                   "img-src",
		`add("script", { src: there })`:                                             "script-src-elem",
		`add("script", { textContent: "fetch(there)" })`:                            "script-src-elem",
		`add("link", { rel: "stylesheet", href: there })`:                           "style-src-elem",
		`add("iframe", { src: there })`:                                             "frame-src",
		`add("base", { href: there })`:                                              "base-uri",
		`add("form", { method: "post", action: there }).submit()`:                   "form-action",
		`add("form", { method: "post", action: there, target: "_blank" }).submit()`: "form-action",
		`form.setAttribute("action", there), form.submit()`:                         "form-action",
	} {
		got := ask(p, chromedp.Evaluate[string](fmt.Sprintf(violation, elsewhere.URL, attempt), chromedp.EvalAwaitPromise, asGesture))
		if got != want {
			t.Errorf("%s is blocked by %s, want %s", attempt, got, want)
		}
	}
	d.gotNothing()
}

// violation tries something and gives the part of the policy that blocks it. It
// takes an address and the attempt.
const violation = `new Promise(blocked => {
	const there = %q, add = (tag, what) => document.body.appendChild(Object.assign(document.createElement(tag), what));
	document.addEventListener("securitypolicyviolation", e => blocked(e.effectiveDirective), { once: true });
	%s;
	setTimeout(blocked, 5000, "nothing");
})`

// Every character that a reason may hold leaves the browser as the bytes that
// were signed.
func TestBrowserCharsets(t *testing.T) {
	t.Parallel()
	skipShort(t)
	b := newBrowser(t)
	for cs, atLeast := range map[alipay.Charset]int{alipay.GBK: 21_000, alipay.GB2312: 7_000, alipay.UTF8: 100_000} {
		all := everyCharacter(cs)
		if n := utf8.RuneCountInString(all); n < atLeast {
			t.Errorf("%s: %d characters may stand in a reason, want %d and more", cs, n, atLeast)
		}
		want, err := cs.Encode(all)
		if err != nil {
			t.Fatal(err)
		}
		got := b.post(cs, all)
		if got != want {
			t.Errorf("%s: the browser posts %d bytes, %d were signed; they part at %s", cs, len(got), len(want), parting(got, want))
		}
	}
}

// everyCharacter holds each character of the first three planes that may be
// in a reason.
func everyCharacter(cs alipay.Charset) string {
	var all strings.Builder
	for r := rune(0); r < 0x30000; r++ {
		if utf8.ValidRune(r) && alipay.CheckReason(string(r), cs) == nil {
			all.WriteRune(r)
		}
	}
	return all.String()
}

// post lets the browser post a text from a form like the page's, and returns
// the bytes that arrive.
func (b *browser) post(cs alipay.Charset, text string) string {
	b.t.Helper()
	arrived := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); r.Method == http.MethodPost && err == nil {
			arrived <- string(body)
		}
	}))
	defer server.Close()
	form := template.Must(template.New("form").Parse(`<!doctype html><meta charset="utf-8"><form id="form" method="post" action="{{.Action}}" accept-charset="{{.Charset}}"><input type="hidden" name="all" value="{{.Text}}"></form>`))
	var html strings.Builder
	if err := form.Execute(&html, struct{ Action, Charset, Text string }{server.URL, string(cs), text}); err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(b.t.TempDir(), "form.html")
	writeText(b.t, file, html.String())
	p := b.open((&url.URL{Scheme: "file", Path: file}).String())
	submit := chromedp.Evaluate[chromedp.Void](`form.submit()`)
	ask(p, chromedp.WaitEvent(page.LoadEventFired, func(page.EventLoadEventFired) bool { return true }, submit))
	posted, err := alipay.ParseParams(<-arrived)
	if err != nil {
		b.t.Fatal(err)
	}
	return posted.Get("all")
}

// parting shows where two texts part, some bytes of each.
func parting(got, want string) string {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	return fmt.Sprintf("byte %d: %.20q, %.20q", at, got[at:], want[at:])
}
