package reports_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"reconcile/alipay"
	"reconcile/ledger"
)

// page is what a browser reads of a hand-over page.
type page struct {
	form   map[string]string // attributes
	fields map[string]string
	button map[string]string
	policy string
	nonces []string
	text   string
}

func readPage(t *testing.T, text string) page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	p := page{fields: map[string]string{}}
	for n := range root.Descendants() {
		p.read(n)
	}
	return p
}

func (p *page) read(n *html.Node) {
	a := map[string]string{}
	for _, attr := range n.Attr {
		a[attr.Key] = attr.Val
	}
	switch {
	case n.Type == html.TextNode:
		p.text += n.Data + "\n"
	case n.Data == "form":
		p.form = a
	case n.Data == "button":
		p.button = a
	case n.Data == "input" && a["type"] == "hidden":
		p.fields[a["name"]] = a["value"]
	case n.Data == "meta" && a["http-equiv"] == "Content-Security-Policy":
		p.policy = a["content"]
	case n.Data == "script", n.Data == "style":
		p.nonces = append(p.nonces, a["nonce"])
	}
}

// What the browser posts from the page, in the form's charset, are the bytes
// that were signed.
func TestHandoverSignature(t *testing.T) {
	for _, cs := range []alipay.Charset{alipay.UTF8, alipay.GBK, alipay.GB2312} {
		for _, reason := range []string{"协商退款", `<b>"x"</b> & 'y' &amp; ~*+%25`, "  blanks  ", "退款①"} {
			b := sample(t)
			b.batches = []ledger.Batch{batch(t, cs, reason)}
			p := readPage(t, texts(t, write(t, b, report(t)))["batches/20260307000001.html"])
			if got, want := p.form["accept-charset"], string(cs); got != want {
				t.Errorf("accept-charset = %q, want %q", got, want)
			}
			var posted alipay.Params
			for name, value := range p.fields {
				raw, err := cs.Encode(value)
				if err != nil {
					t.Fatal(err)
				}
				posted = append(posted, alipay.Param{Name: name, Value: raw})
			}
			if err := signer(t).Verify(posted.SignText(), posted.Get("sign")); err != nil {
				t.Errorf("%s, reason %q: %v", cs, reason, err)
			}
			if len(posted) != len(b.batches[0].Params) {
				t.Errorf("the page posts %d parameters, want %d", len(posted), len(b.batches[0].Params))
			}
		}
	}
}

func TestHandoverIsClosed(t *testing.T) {
	text := texts(t, write(t, sample(t), report(t)))["batches/20260307000001.html"]
	p := readPage(t, text)
	nonce := p.nonces[0]
	policy := "default-src 'none'; style-src 'nonce-" + nonce + "'; script-src 'nonce-" + nonce + "'; form-action https://mapi.alipay.com; base-uri 'none'"
	if p.policy != policy {
		t.Errorf("policy = %s\nwant %s", p.policy, policy)
	}
	if len(p.nonces) != 2 || p.nonces[1] != nonce || len(nonce) < 16 {
		t.Errorf("nonces = %q, want the style's and the script's to be one", p.nonces)
	}
	if got, want := p.form["action"], "https://mapi.alipay.com/gateway.do?_input_charset=GBK"; got != want {
		t.Errorf("action = %s, want %s", got, want)
	}
	if p.form["method"] != "post" || p.form["data-total"] != "295.00" || p.form["data-day"] != "2026-03-07" {
		t.Errorf("form = %v", p.form)
	}
	if _, disabled := p.button["disabled"]; !disabled || p.button["name"] != "" {
		t.Errorf("button = %v, want it disabled without script, and without a name", p.button)
	}
	for _, reach := range []string{"src=", "<link", "url(", "@import", "fetch(", "onclick"} {
		if strings.Contains(text, reach) {
			t.Errorf("the page holds %s", reach)
		}
	}
}

// A gateway that is no web address, and a batch without a digest, are refused:
// the page would post nowhere, or run without its script.
func TestHandoverRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*ledger.Batch){
		"gateway: not a web address": func(b *ledger.Batch) { b.Gateway = "javascript:alert(1)" },
		"the digest of detail_data":  func(b *ledger.Batch) { b.SHA256 = "" },
		"detail_data: not utf-8":     func(b *ledger.Batch) { b.Charset = alipay.UTF8 },
	} {
		b := sample(t)
		spoil(&b.batches[0])
		if err := tryWrite(t, b, report(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Write = %v, want %q", err, want)
		}
	}
}

func TestAdviceStandsOnTop(t *testing.T) {
	p := readPage(t, texts(t, write(t, sample(t), report(t)))["batches/20260307000001.html"])
	advice, number := strings.Index(p.text, "top up the account"), strings.Index(p.text, "批次号 Batch")
	if advice < 0 || advice > number {
		t.Errorf("advice at %d, batch number at %d: want the advice first", advice, number)
	}
}
