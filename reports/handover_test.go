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
	day    string
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
	case n.Data == "html":
		p.day = a["data-day"]
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
	if p.form["method"] != "post" || p.form["data-total"] != "295.00" || p.day != "2026-03-07" {
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
		"the digest of the lines":    func(b *ledger.Batch) { b.SHA256 = "" },
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
	advice, number := strings.Index(p.text, "top up the account"), strings.Index(p.text, "20260307000001\n")
	if advice < 0 || advice > number {
		t.Errorf("advice at %d, batch number at %d: want the advice first", advice, number)
	}
}

// A page says what people check it by: who pays, what is owed and why, how large the lines
// are, who approved.
func TestHandoverShows(t *testing.T) {
	b := sample(t)
	due := yuan(t, "1500")
	batch := &b.batches[0]
	batch.Seq, batch.Of, batch.Released = 2, 3, "Wang Wei"
	batch.Approvals = []ledger.Approval{{Person: "Li Na"}, {Person: "Zhao Min"}}
	batch.Lines[0].Due, batch.Lines[0].Code, batch.Lines[0].OutTradeNo = &due, "SELLER_BALANCE_NOT_ENOUGH", "SO-<1>"
	p := readPage(t, texts(t, write(t, b, report(t)))["batches/20260307000001.html"])
	text := strings.Join(strings.Fields(p.text), " ")
	for _, want := range []string{
		"seller@example.com demo (2088********7254)", "2 of 3 of this run", "批准 Approved: Li Na, Zhao Min · 放行 Released: Wang Wei",
		"100.00–999.99: 1 笔 lines , 295.00", "SELLER_BALANCE_NOT_ENOUGH 卖家余额不足", "SO-<1> 295.00 1,500.00 0.00 → 295.00 1,000.00 上次失败 failed: SELLER_BALANCE_NOT_ENOUGH",
		"返还服务费", "reconcile batch submitted 20260307000001",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
}

// Where the order does not say what is owed, the page does not say 0.00; lines with reasons
// of their own show them.
func TestHandoverSaysUnknown(t *testing.T) {
	b := sample(t)
	batch := &b.batches[0]
	batch.Lines = append(batch.Lines, batch.Lines[0])
	batch.Lines[1].Reason = "运费"
	text := strings.Join(strings.Fields(readPage(t, texts(t, write(t, b, report(t)))["batches/20260307000001.html"]).text), " ")
	for _, want := range []string{"295.00 未知 unknown 0.00 → 295.00", "尚未退款 not refunded yet 协商退款", "尚未退款 not refunded yet 运费"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
}

// A proposal has the page to read, and nothing to submit it with.
func TestProposalPage(t *testing.T) {
	b := sample(t)
	proposal := batch(t, alipay.UTF8, "协商退款")
	proposal.BatchNo, proposal.Params, proposal.Gateway, proposal.SHA256 = "", nil, "", ""
	proposal.Proposal, proposal.Digest, proposal.Unsigned = "P7-1", hash("lines"), "release is manual"
	b.batches = []ledger.Batch{proposal}
	p := readPage(t, texts(t, write(t, b, report(t)))["batches/proposal-1.html"])
	if p.form != nil || p.button != nil || len(p.fields) > 0 || !strings.Contains(p.policy, "form-action 'none'") {
		t.Errorf("a proposal has form %v, button %v, fields %v, policy %s", p.form, p.button, p.fields, p.policy)
	}
	for _, want := range []string{"P7-1", tradeC, "release is manual", "reconcile batch show P7-1 --job nightly"} {
		if !strings.Contains(p.text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
