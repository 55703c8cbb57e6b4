package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"reconcile/alipay"
)

// What the page is made of.
const (
	pageTick   = chromedp.CSS("#read")
	pageTotal  = chromedp.CSS("#typed")
	pageButton = chromedp.CSS("#go")
	pageWhy    = chromedp.CSS("#why")
	pageOpen   = chromedp.CSS("#go[aria-disabled=false]")
)

// TestBrowserHandover takes a batch from its page to Alipay as a person does.
func TestBrowserHandover(t *testing.T) {
	t.Parallel()
	skipShort(t)
	b := newBrowser(t)
	click := chromedp.Click(pageButton)
	for name, c := range map[string]struct {
		deskKind
		submit chromedp.Action[chromedp.Void]
	}{
		"GBK MD5":    {deskKind{alipay.GBK, "MD5", deskReason, 3}, click},
		"GBK RSA":    {deskKind{alipay.GBK, "RSA", deskReason, 2}, chromedp.Steps(click, click)},
		"utf-8 MD5":  {deskKind{alipay.UTF8, "MD5", deskReason + "𠮷", 1}, chromedp.KeyEvent("\r")},
		"gb2312 MD5": {deskKind{alipay.GB2312, "MD5", deskPlain, 2}, twiceAtOnce()},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c.deskKind)
			address := d.page()
			p := (&browser{t, b.ctx}).open(address)
			p.isShut("请先核对并勾选。 Check the lines and tick the box.")
			d.mistype(p)
			p.enter(d.total())
			p.do(chromedp.WaitVisible(pageOpen))
			password := p.opens(c.submit)
			password.do(chromedp.WaitVisible(chromedp.CSS("#confirm, #error")))
			d.checkSubmission()
			d.checkPassword(password)
			p.again()
			password.do(chromedp.Click(chromedp.CSS("#confirm")), chromedp.WaitVisible(chromedp.CSS("#accepted, #error")))
			d.checkRefunds()
			d.checkSubmission()
			if got := p.others(); len(got) != 1 {
				t.Errorf("the page opened %d tabs, want 1", len(got))
			}
			if got, want := p.requests(), []string{"GET " + address}; !slices.Equal(got, want) {
				t.Errorf("the page asked for %q, want %q", got, want)
			}
		})
	}
}

// twiceAtOnce clicks the button again before the page has seen to the first
// click.
func twiceAtOnce() chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](`void (go.click(), go.click())`, asGesture)
}

// asGesture lets a script do what the browser takes from a person alone, such as
// opening a tab.
func asGesture(p *runtime.EvaluateParams) { p.UserGesture = new(true) }

// enter types over what is in the field of the total.
func (p *tab) enter(total string) {
	p.t.Helper()
	p.do(chromedp.Focus(pageTotal), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(total))
	if got := ask(p, chromedp.Value(pageTotal)); got != total {
		p.t.Fatalf("the field holds %q, want %q", got, total)
	}
}

// timeOfDay is when the page was submitted, as it says it.
var timeOfDay = regexp.MustCompile(`\b\d\d:\d\d\b`)

// isShut asks that the page submits nothing and says why, with HH:MM for a time: not by
// the button, not by the enter key. The browser has seen to all that these began before it
// answers.
func (p *tab) isShut(why string) {
	p.t.Helper()
	before := len(p.others())
	p.do(chromedp.Click(pageButton), chromedp.Focus(pageTotal), chromedp.KeyEvent("\r"))
	if got := timeOfDay.ReplaceAllString(ask(p, chromedp.Text(pageWhy)), "HH:MM"); got != why {
		p.t.Errorf("the page says %q, want %q", got, why)
	}
	if !ask(p, chromedp.Evaluate[bool](`go.disabled || go.ariaDisabled === "true"`)) {
		p.t.Errorf("the button is enabled, though the page says %q", why)
	}
	if opened := p.others()[before:]; len(opened) > 0 {
		p.t.Errorf("the page opened %s, though it says %q", opened[0].URL, why)
	}
}

// mistype ticks the box and types totals that are not the batch's.
func (d *desk) mistype(p *tab) {
	d.t.Helper()
	p.do(chromedp.Click(pageTick))
	p.isShut("请输入总金额。 Type the total.")
	total := d.total()
	for _, wrong := range []string{total[1:], total + "0", total[:len(total)-3], "-" + total, total[:len(total)-1] + "９", d.sum().Add(alipay.Fen(1)).String()} {
		p.enter(wrong)
		p.isShut("总金额不符。 That is not the total.")
	}
	p.do(chromedp.Click(pageTick))
	p.enter(total)
	p.isShut("请先核对并勾选。 Check the lines and tick the box.")
	p.do(chromedp.Click(pageTick))
	if n := len(d.alipay.Submissions()); n > 0 {
		d.t.Errorf("%d requests reached the gateway before anybody submitted", n)
	}
}

// again tries to submit a second time.
func (p *tab) again() {
	p.t.Helper()
	const sent = "已于 HH:MM 打开支付宝页面，请勿重复提交。 Alipay's page was opened at HH:MM: do not submit again."
	for range 2 { // at first as it is, then with the button enabled by force
		p.isShut(sent)
		p.do(chromedp.RemoveAttribute(pageButton, "aria-disabled"))
	}
}

// checkSubmission asks that the gateway got one request and took it, to the
// byte.
func (d *desk) checkSubmission() {
	d.t.Helper()
	all := d.alipay.Submissions()
	if len(all) != 1 {
		d.t.Fatalf("%d requests reached the gateway, want 1", len(all))
	}
	s := all[0]
	if s.Code != "" || len(s.References) > 0 {
		d.t.Fatalf("the gateway answered %s: %s; character references: %q", s.Code, s.Text, s.References)
	}
	posted, err := alipay.ParseParams(s.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	want, err := d.kind.charset.Encode(alipay.FormatDetailData(d.orders))
	if got := posted.Get("detail_data"); err != nil || got != want {
		d.t.Errorf("detail_data = %q, want %q, %v", got, want, err)
	}
}

// checkPassword asks that Alipay shows what the page showed.
func (d *desk) checkPassword(p *tab) {
	d.t.Helper()
	const cells = `Array.from(document.querySelectorAll("#lines tr"), tr => Array.from(tr.cells, td => td.textContent).join("\n")).join("\n\n")`
	var want []string
	for _, l := range d.orders {
		want = append(want, l.TradeNo+"\n"+l.Amount.String()+"\n"+l.Reason)
	}
	if got, want := ask(p, chromedp.Evaluate[string](cells)), strings.Join(want, "\n\n"); got != want {
		d.t.Errorf("Alipay shows\n%s\nwant\n%s", got, want)
	}
	if got, want := ask(p, chromedp.Text(chromedp.CSS("#total"))), d.total(); got != want {
		d.t.Errorf("Alipay shows a total of %s, want %s", got, want)
	}
}

// checkRefunds asks that every buyer has what they are owed, once.
func (d *desk) checkRefunds() {
	d.t.Helper()
	if got := d.alipay.Executed(); len(got) != len(d.orders) {
		d.t.Errorf("%d refunds were executed, want %d", len(got), len(d.orders))
	}
	for _, l := range d.orders {
		if got := d.alipay.Refunded(l.TradeNo); got.Cmp(l.Amount) != 0 {
			d.t.Errorf("trade %s was refunded %s, want %s", l.TradeNo, got, l.Amount)
		}
	}
}
