package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"reconcile/alipay"
)

// The page shows what it submits, on a screen without scrolling sideways, and
// on paper with lines to sign instead of the form.
func TestBrowserLook(t *testing.T) {
	t.Parallel()
	skipShort(t)
	b := newBrowser(t)
	for _, lines := range []int{3, 40} {
		t.Run(fmt.Sprint(lines), func(t *testing.T) {
			d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, lines})
			p := (&browser{t, b.ctx}).open(d.page())
			d.checkLines(p)
			for _, width := range []int64{320, 390, 700, 701, 768, 1000, 1440} { // 720 is 1440 at 200 %
				p.do(chromedp.EmulateViewport(width, 1200))
				p.checkFits()
				p.shot(fmt.Sprintf("page-%d-%d", lines, width))
			}
			if got := p.shows(); got != "form" {
				t.Errorf("the screen shows %s, want the form", got)
			}
			p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
			if got := p.shows(); got != "signatures" {
				t.Errorf("the paper shows %s, want the lines to sign", got)
			}
			p.checkFits()
			p.shot(fmt.Sprintf("paper-%d", lines))
		})
	}
}

// checkLines asks that the page shows every refund and the total as they are.
func (d *desk) checkLines(p *tab) {
	d.t.Helper()
	const cells = `Array.from(document.querySelectorAll("tbody tr"), tr => Array.from(tr.cells, td => td.textContent).join("\n")).join("\n\n")`
	var want []string
	for i, l := range d.orders {
		paid := l.Amount.Add(alipay.Fen(int64(5_000 * i)))
		want = append(want, fmt.Sprintf("%d\n%sS-%d\n%[4]s\n%[4]s\n0.00 → %[4]s\n%s\n尚未退款 not refunded yet", i+1, l.TradeNo, i+1, l.Amount.Grouped(), paid.Grouped()))
	}
	if got, want := ask(p, chromedp.Evaluate[string](cells)), strings.Join(want, "\n\n"); got != want {
		d.t.Errorf("the page shows\n%s\nwant\n%s", got, want)
	}
	for _, place := range []string{"tfoot .num", ".sum"} {
		if got, want := ask(p, chromedp.Text(chromedp.CSS(place))), d.sum().Grouped(); !strings.Contains(got, want) {
			d.t.Errorf("the page shows a total of %s, want %s", got, want)
		}
	}
	const reason = `Array.from(document.querySelectorAll(".facts dd"), e => e.textContent).join("\n")`
	if got := ask(p, chromedp.Evaluate[string](reason)); !strings.Contains(got, d.kind.reason+"（全部 all）") {
		d.t.Errorf("the page does not show the reason of all lines once: %s", got)
	}
}

// shows tells which of the form and the lines to sign can be seen.
func (p *tab) shows() string {
	p.t.Helper()
	return ask(p, chromedp.Evaluate[string](`["form", ".signatures"].filter(s => document.querySelector(s).offsetHeight > 0).join(" and ").replace(".", "")`))
}

// checkFits asks that the page is no wider than its window.
func (p *tab) checkFits() {
	p.t.Helper()
	if over := ask(p, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); over > 0 {
		p.t.Errorf("the page is %d pixels wider than its window", over)
	}
}
