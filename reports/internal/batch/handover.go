package batch

import (
	"embed"
	"errors"
	"html/template"
	"io"
	"net/url"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/report"
	"reconcile/words"
)

//go:embed handover.html.tmpl handover.css.tmpl
var handoverPage embed.FS

//go:embed handover.js
var handoverScript string

// handover is what the hand-over page shows.
type handover struct {
	ledger.Batch
	Name   string // its number, or the name of a proposal
	Day    string // the only day on which the gateway takes the batch
	Origin string // of the gateway: the one place that the page may post to
	Action string
	Nonce  string // allows the page's own script and style, and no other
	Script template.JS
	Fields alipay.Params

	Account   string // its name and its partner, masked
	Seller    string // who pays: the address that a person logs in with; empty for a proposal
	VerifyOff bool   // it answers notifications whose signatures nobody checked
	Flags     string // that lead a command to the job
}

// writeHandover writes the page from which a person submits a batch (§4.3). Its
// form posts every signed parameter in the batch's charset, so that the browser
// sends the very bytes that were signed. The page of a proposal has no form.
func writeHandover(out io.Writer, b ledger.Batch, r report.Report) error {
	page, err := template.New("").Funcs(template.FuncMap{"zh": adviceZH}).ParseFS(handoverPage, "*.tmpl")
	if err != nil {
		return err
	}
	h := handover{
		Batch: b, Name: b.Proposal, Day: b.At.In(alipay.Shanghai()).Format(time.DateOnly), Script: template.JS(handoverScript),
		Account: r.Account(), VerifyOff: r.VerifyOff, Flags: r.Flags(),
	}
	digest := b.Digest
	if b.BatchNo != "" {
		h.Name, digest = b.BatchNo, b.SHA256
		if err := h.addForm(); err != nil {
			return err
		}
	}
	if len(digest) < 32 {
		return errors.New("the digest of the lines is missing")
	}
	h.Nonce = digest[:32]
	return page.ExecuteTemplate(out, "handover.html.tmpl", h)
}

// addForm sets what the form posts, and where to.
func (h *handover) addForm() (err error) {
	if h.Fields, err = decodeParams(h.Batch); err != nil {
		return err
	}
	if h.Seller = h.Fields.Get("seller_email"); h.Seller == "" {
		h.Seller = report.Mask(h.Fields.Get("seller_user_id"))
	}
	gateway, err := url.Parse(h.Gateway)
	if err != nil {
		return words.Errorf("gateway: %w", err)
	}
	if gateway.Host == "" || gateway.Scheme != "https" && gateway.Scheme != "http" {
		return words.Errorf("gateway: not a web address: %s", alipay.Quote(h.Gateway))
	}
	// The charset is in the address too: the gateway reads it before the body.
	gateway.RawQuery = url.Values{"_input_charset": {string(h.Charset)}}.Encode()
	h.Origin, h.Action = gateway.Scheme+"://"+gateway.Host, gateway.String()
	return nil
}

// Posts is the source list of the policy for forms.
func (h handover) Posts() string {
	if h.Origin == "" {
		return "'none'"
	}
	return h.Origin
}

// Never is the way to say that the batch never ran.
func (h handover) Never() ledger.Way {
	ways := h.Ways()
	return ways[len(ways)-1]
}

// After is what the buyer has been refunded once the line has run.
func (handover) After(l ledger.BatchLine) alipay.Money { return l.Refunded.Add(l.Amount) }

// Number counts lines from 1.
func (handover) Number(index int) int { return index + 1 }

// adviceZH is an advice in Chinese behind its code; empty where there is none.
func adviceZH(advice string) string {
	code, text, ok := strings.Cut(advice, ": ")
	if zh := alipay.AdviceZH(text); ok && zh != text {
		return code + "：" + zh
	}
	return ""
}
