package main

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"reconcile/alipay"
)

// A page is for its day in Shanghai: yesterday's submits nothing and says why.
func TestBrowserYesterday(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, 2})
	p := newBrowser(t).open(d.page("--as-of", d.now.AddDate(0, 0, -1).Format(alipay.TimeLayout)))
	was, is := d.now.AddDate(0, 0, -1).Format("2006-01-02"), d.now.Format("2006-01-02")
	why := "仅限 " + was + "（上海时间）提交，今天是 " + is + "。 Valid on " + was + " in Shanghai only, where it is " + is + "."
	p.isShut(why)
	p.checkBar("已过期：仅限 "+was+"，今天是 "+is+"（上海时间）。不得提交。\nEXPIRED: valid on "+was+" in Shanghai only, where it is "+is+". Do not submit it.", "reconcile batch void", "reconcile status")
	p.do(chromedp.Click(pageTick))
	p.enter(d.total())
	p.isShut(why)
	p.do(chromedp.RemoveAttribute(pageButton, "aria-disabled"))
	p.isShut(why)
	d.gotNothing()
}

// A page that is open past midnight submits nothing either, though its button
// was enabled when the day was still right.
func TestBrowserPastMidnight(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.UTF8, "MD5", deskReason, 2})
	p := newBrowser(t).open(d.page())
	p.do(chromedp.Click(pageTick))
	p.enter(d.total())
	p.do(chromedp.WaitVisible(pageOpen))
	const tomorrow = `void (Date = class extends Date { constructor() { super(Date.now() + 24 * 60 * 60 * 1000) } })`
	p.do(chromedp.Evaluate[chromedp.Void](tomorrow), chromedp.Click(pageButton))
	was, is := d.now.Format("2006-01-02"), d.now.AddDate(0, 0, 1).Format("2006-01-02")
	p.isShut("仅限 " + was + "（上海时间）提交，今天是 " + is + "。 Valid on " + was + " in Shanghai only, where it is " + is + ".")
	d.gotNothing()
}

// checkBar asks that the bar on top of the page says some things, and that the tiles and
// the paper tell it too.
func (p *tab) checkBar(want ...string) {
	p.t.Helper()
	got := ask(p, chromedp.Text(chromedp.CSS("#closed")))
	for _, want := range want {
		if !strings.Contains(got, want) {
			p.t.Errorf("the bar says %q, want %q", got, want)
		}
	}
	const tile, mark = `getComputedStyle(document.querySelector(".tile")).backgroundColor`, `getComputedStyle(document.documentElement, "::after").content`
	if got := ask(p, chromedp.Evaluate[string](tile)); got == "rgba(0, 0, 0, 0)" {
		p.t.Error("the tiles look as on the batch's day")
	}
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	if got := ask(p, chromedp.Evaluate[string](mark)); !strings.Contains(got, strings.Fields(want[0])[0][:len("已过期")]) {
		p.t.Errorf("the paper is marked %s", got)
	}
	p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
}

// A page that is opened before its day, where a clock goes wrong, submits nothing.
func TestBrowserTooEarly(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, 1})
	const yesterday = `Date = class extends Date { constructor(...at) { super(...(at.length > 0 ? at : [Date.now() - 24 * 60 * 60 * 1000])) } }`
	p := newBrowser(t).open(d.page(), call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: yesterday}))
	p.checkBar("未到日期：仅限 " + d.now.Format("2006-01-02"))
	p.do(chromedp.Click(pageTick))
	p.enter(d.total())
	is, was := d.now.Format("2006-01-02"), d.now.AddDate(0, 0, -1).Format("2006-01-02")
	p.isShut("仅限 " + is + "（上海时间）提交，今天是 " + was + "。 Valid on " + is + " in Shanghai only, where it is " + was + ".")
	d.gotNothing()
}

// Where scripts do not run, nothing can be submitted, and the page says so.
func TestBrowserWithoutScript(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, 2})
	off := call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	p := newBrowser(t).open(d.page(), off)
	const why = "本页需要脚本才能提交。 This page needs scripts to submit."
	p.isShut(why)
	p.do(chromedp.Click(pageTick))
	p.enter(d.total())
	p.isShut(why)
	d.gotNothing()
}

// gotNothing asks that no request reached the gateway.
func (d *desk) gotNothing() {
	d.t.Helper()
	for _, s := range d.alipay.Submissions() {
		d.t.Errorf("a request for batch %s reached the gateway", s.BatchNo)
	}
}
