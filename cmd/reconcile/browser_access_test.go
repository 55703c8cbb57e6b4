package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"reconcile/alipay"
)

// The page can be read and used without seeing it, without a mouse and without colours (WCAG
// 2.2, AA), on its day and on another one, wide and narrow.
func TestBrowserAccess(t *testing.T) {
	t.Parallel()
	skipShort(t)
	b := newBrowser(t)
	for name, days := range map[string]int{"today": 0, "yesterday": -1} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, deskKind{alipay.GBK, "MD5", deskPlain, 40})
			var args []string
			if days != 0 {
				args = []string{"--as-of", d.now.AddDate(0, 0, days).Format(alipay.TimeLayout)}
			}
			p := (&browser{t, b.ctx}).open(d.page(args...))
			for _, width := range []int64{1440, 390} {
				p.do(chromedp.EmulateViewport(width, 900))
				p.checkTree(len(d.orders))
				p.checkAccess(width)
				p.checkKeys(width)
			}
			p.do(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}}))
			p.shot("forced-colors-" + name)
		})
	}
}

// checkTree asks of what a screen reader is told that every control has a name, that there
// are one main part and one title, and that the table has a head and a head for each line.
func (p *tab) checkTree(lines int) {
	p.t.Helper()
	tree := ask(p, func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	count := map[string]int{}
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		role, name := axText(p.t, n.Role), axText(p.t, n.Name)
		count[role]++
		if slices.Contains([]string{"button", "checkbox", "textbox", "link", "table", "form", "region", "heading", "columnheader"}, role) && name == "" && role != "form" {
			p.t.Errorf("a %s has no name", role)
		}
	}
	for role, want := range map[string]int{"main": 1, "table": 1, "columnheader": 7, "rowheader": lines + 1, "row": lines + 2, "caption": 1, "textbox": 1, "checkbox": 1, "button": 2} {
		if count[role] != want {
			p.t.Errorf("a screen reader is told of %d %s, want %d; of all: %v", count[role], role, want, count)
		}
	}
}

// axText is a value of the accessibility tree.
func axText(t *testing.T, v *accessibility.Value) (text string) {
	t.Helper()
	if v == nil || len(v.Value) == 0 {
		return ""
	}
	if err := json.Unmarshal(v.Value, &text); err != nil {
		t.Fatal(err)
	}
	return text
}

// checkAccess asks for what can be measured of WCAG 2.2 on a page.
func (p *tab) checkAccess(width int64) {
	p.t.Helper()
	rules := accessRules()
	for _, rule := range slices.Sorted(maps.Keys(rules)) {
		if got := ask(p, chromedp.Evaluate[string](fmt.Sprintf(faults, rules[rule]))); got != "" {
			p.t.Errorf("%d pixels wide: %s:\n%s", width, rule, got)
		}
	}
}

// faults gives a line for each element at fault, the first five. It takes a rule, which is a
// list of elements.
const faults = `(() => {
	const shown = e => e.checkVisibility() && e.offsetWidth > 1;
	const texts = Array.from(document.querySelectorAll("body *")).filter(e => shown(e) && !e.matches("script") && Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim()));
	const own = e => Array.from(e.childNodes).filter(n => n.nodeType === 3).map(n => n.data).join(" ");
	const rgb = c => c.match(/[\d.]+/g).map(Number);
	const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => sum + weight * (c[i] / 255 <= 0.04045 ? c[i] / 255 / 12.92 : ((c[i] / 255 + 0.055) / 1.055) ** 2.4), 0);
	const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
	const contrast = e => { const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
	return (%s).slice(0, 5).map(e => e.outerHTML.slice(0, 160)).join("\n");
})()`

// accessRules are the elements that break a success criterion, by its name.
func accessRules() map[string]string {
	return map[string]string{
		"1.3.1 headings follow each other":    `Array.from(document.querySelectorAll("h1, h2, h3")).filter((h, i) => i === 0 ? h.tagName !== "H1" : h.tagName !== "H2")`,
		"1.3.1 heads of a table have a scope": `Array.from(document.querySelectorAll("th:not([scope])"))`,
		"1.4.3 contrast":                      `texts.filter(e => contrast(e) < 4.5)`,
		"1.4.12 text spacing":                 `Array.from(document.querySelectorAll(".tile, .foot, td, th")).filter(e => shown(e) && e.scrollWidth > e.clientWidth + 1)`,
		"2.5.8 size of targets":               `Array.from(document.querySelectorAll("button, input")).filter(e => shown(e) && Math.min(e.offsetWidth, e.offsetHeight) < 24)`,
		"3.1.1 language":                      `[document.documentElement].filter(e => e.lang !== "zh-CN" || document.title === "")`,
		"3.1.2 English is marked as such":     `texts.filter(e => /[A-Za-z]{2,} [a-z]{2,}/.test(own(e)) && !e.closest("[lang]").lang.startsWith("en"))`,
		"3.1.2 Chinese is marked as such":     `texts.filter(e => /\p{Script=Han}/u.test(own(e)) && !e.closest("[lang]").lang.startsWith("zh"))`,
		"3.3.1 a field names its error":       `Array.from(document.querySelectorAll("#form input:not([type=hidden]), #form button")).filter(e => !document.getElementById(e.getAttribute("aria-describedby")))`,
		"4.1.1 an id is there once":           `Array.from(document.querySelectorAll("[id]")).filter(e => document.querySelectorAll("#" + e.id).length > 1)`,
		"4.1.3 messages are told":             `["closed", "sent", "why"].map(id => document.getElementById(id)).filter(e => !["status", "alert"].includes(e.role))`,
	}
}

// checkKeys goes through the page by the tab key: it comes to every control, in order, each
// in sight and not below what stays on the screen.
func (p *tab) checkKeys(width int64) {
	p.t.Helper()
	// A key, and no script, brings a link that is seen only in focus into sight.
	p.do(chromedp.Focus(chromedp.CSS(".skip")), chromedp.KeyEvent("\t"), chromedp.KeyEvent("\t", chromedp.KeyModifiers(chromedp.ModifierShift)))
	const focus = `(() => {
		const e = document.activeElement, r = e.getBoundingClientRect(), top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		const lined = getComputedStyle(e).outlineStyle !== "none";
		return (e.id || e.className || e.tagName) + (e.contains(top) ? "" : " hidden") + (lined ? "" : " without outline");
	})()`
	var got []string
	for range 5 {
		got = append(got, ask(p, chromedp.Evaluate[string](focus)))
		p.do(chromedp.KeyEvent("\t"))
	}
	if want := "skip, sort, read, typed, go"; strings.Join(got, ", ") != want {
		p.t.Errorf("%d pixels wide: the tab key comes to %q, want %s", width, got, want)
	}
}

// A person without a mouse submits the batch.
func TestBrowserKeyboard(t *testing.T) {
	t.Parallel()
	skipShort(t)
	d := newDesk(t, deskKind{alipay.GBK, "MD5", deskReason, 3})
	p := newBrowser(t).open(d.page())
	key := func(keys ...string) chromedp.Action[chromedp.Void] {
		var all []chromedp.Action[chromedp.Void]
		for _, k := range keys {
			all = append(all, chromedp.KeyEvent(k))
		}
		return chromedp.Steps(all...)
	}
	p.do(key("\t", "\t", "\t", " ", "\t", d.total(), "\t"), chromedp.WaitVisible(pageOpen))
	p.opens(key("\r")).do(chromedp.WaitVisible(chromedp.CSS("#confirm, #error")))
	d.checkSubmission()
}
