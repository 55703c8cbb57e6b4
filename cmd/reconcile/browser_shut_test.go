package main

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
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
	p.do(chromedp.Click(pageTick))
	p.enter(d.total())
	p.isShut(why)
	p.do(chromedp.RemoveAttribute(pageButton, "disabled"))
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
	p.do(chromedp.WaitEnabled(pageButton))
	const tomorrow = `void (Date = class extends Date { constructor() { super(Date.now() + 24 * 60 * 60 * 1000) } })`
	p.do(chromedp.Evaluate[chromedp.Void](tomorrow), chromedp.Click(pageButton))
	was, is := d.now.Format("2006-01-02"), d.now.AddDate(0, 0, 1).Format("2006-01-02")
	p.isShut("仅限 " + was + "（上海时间）提交，今天是 " + is + "。 Valid on " + was + " in Shanghai only, where it is " + is + ".")
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
