package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"reconcile/alipay"
)

// A page that is opened again, or in another tab, says that it was submitted, and submits
// again only when a person has asked Alipay.
func TestBrowserRemembers(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, 2})
	address := d.page()
	p := newBrowser(t).open(address)
	p.do(chromedp.Click(pageTick))
	p.enter(d.total())
	p.opens(chromedp.Click(pageButton)).do(chromedp.WaitVisible(chromedp.CSS("#confirm, #error")))
	p.do(chromedp.WaitVisible(chromedp.CSS("#sent")), chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#sent")))
	p.do(chromedp.Click(pageTick))
	p.enter(d.total())
	p.isShut("已于 HH:MM 提交过，先向支付宝查询。 Submitted at HH:MM already: ask Alipay first.")
	p.do(chromedp.RemoveAttribute(pageButton, "aria-disabled"))
	p.isShut("已于 HH:MM 提交过，先向支付宝查询。 Submitted at HH:MM already: ask Alipay first.")
	if n := len(d.alipay.Submissions()); n != 1 {
		t.Errorf("%d requests reached the gateway, want 1", n)
	}
	p.do(chromedp.Click(chromedp.CSS("#again")), chromedp.WaitVisible(pageOpen))
}

// Where a browser keeps nothing the page says so, and is shut after a submission all the same.
func TestBrowserForgets(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.UTF8, "MD5", deskReason, 1})
	const forget = `for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } })`
	p := newBrowser(t).open(d.page(), call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: forget}))
	p.do(chromedp.WaitVisible(chromedp.CSS("#forgets")), chromedp.Click(pageTick))
	p.enter(d.total())
	p.opens(chromedp.Click(pageButton)).do(chromedp.WaitVisible(chromedp.CSS("#confirm, #error")))
	p.again()
	d.checkSubmission()
}

// A total may be typed as people type one, and is exact.
func TestBrowserAmounts(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.UTF8, "MD5", deskReason, 1})
	p := newBrowser(t).open(d.page())
	for typed, want := range map[string]string{
		"2477.37": "2477.37", "2,477.37": "2477.37", " ¥2,477.37 ": "2477.37", "￥２，４７７．３７元": "2477.37", "2 477。37": "2477.37",
		"342.4": "342.40", "３４２。４０": "342.40", "342": "342.00", "0342.40": "342.40", "1,234,567.8 元": "1234567.80",
		"": "", "342.401": "", "342.400": "", "-342.40": "", "+342.40": "", "3,42.40": "", "1,2345": "", ",342": "", "342.": "", ".40": "",
		"3.4.2": "", "1e3": "", "0x10": "", "三百": "", "342元40": "", "NaN": "", "342.40 342.40": "",
	} {
		if got := ask(p, chromedp.Evaluate[string](fmt.Sprintf("amount(%q)", typed))); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
	sum := d.sum()
	for _, typed := range []string{sum.Grouped(), "¥" + sum.String() + "元"} {
		p.do(chromedp.WaitVisible(pageButton))
		p.enter(typed)
		p.do(chromedp.Click(pageTick), chromedp.WaitVisible(pageOpen), chromedp.Click(pageTick))
	}
}

// The lines may be seen by amount, and come back in the order of the request.
func TestBrowserSorts(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, 50})
	p := newBrowser(t).open(d.page())
	const numbers = `document.querySelector("tbody tr").cells[0].textContent + " " + document.getElementById("amount").ariaSort`
	for _, want := range []string{"50 descending", "1 ascending", "1 none"} {
		p.do(chromedp.Click(chromedp.CSS(".sort")))
		if got := ask(p, chromedp.Evaluate[string](numbers)); got != want {
			t.Errorf("the first line and order are %q, want %q", got, want)
		}
	}
}
