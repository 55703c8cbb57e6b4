package batch

import (
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/report"
)

//go:embed handover.html.tmpl
var handoverPage string

// handover is what the hand-over page shows.
type handover struct {
	ledger.Batch
	Day    string // the only day on which the gateway takes the batch
	Origin string // of the gateway: the one place that the page may post to
	Action string
	Nonce  string // allows the page's own script and style, and no other
	Fields alipay.Params

	Account   string // its name and its partner, masked
	VerifyOff bool   // it answers notifications whose signatures nobody checked
	Flags     string // that lead a command to the job
}

// writeHandover writes the page from which a person submits a batch (§4.3). Its
// form posts every signed parameter in the batch's charset, so that the browser
// sends the very bytes that were signed.
func writeHandover(out io.Writer, b ledger.Batch, r report.Report) error {
	page, err := template.New("handover").Parse(handoverPage)
	if err != nil {
		return err
	}
	fields, err := decodeParams(b)
	if err != nil {
		return err
	}
	gateway, err := url.Parse(b.Gateway)
	if err != nil {
		return fmt.Errorf("gateway: %w", err)
	}
	if gateway.Host == "" || gateway.Scheme != "https" && gateway.Scheme != "http" {
		return fmt.Errorf("gateway: not a web address: %s", alipay.Quote(b.Gateway))
	}
	if len(b.SHA256) < 32 {
		return errors.New("the digest of detail_data is missing")
	}
	// The charset is in the address too: the gateway reads it before the body.
	gateway.RawQuery = url.Values{"_input_charset": {string(b.Charset)}}.Encode()
	return page.Execute(out, handover{
		Batch: b, Day: b.At.In(alipay.Shanghai()).Format(time.DateOnly),
		Origin: gateway.Scheme + "://" + gateway.Host, Action: gateway.String(),
		Nonce: b.SHA256[:32], Fields: fields, Account: r.Account(), VerifyOff: r.VerifyOff, Flags: r.Flags(),
	})
}

// After is what the buyer has been refunded once the line has run.
func (handover) After(l ledger.BatchLine) alipay.Money { return l.Refunded.Add(l.Amount) }

// Number counts lines from 1.
func (handover) Number(index int) int { return index + 1 }
