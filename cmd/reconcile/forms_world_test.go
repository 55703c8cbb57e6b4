package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
)

// A formWorld is what was submitted and notified in a shop on two days, and its orders.
type formWorld struct {
	r       *rand.Rand
	charset alipay.Charset
	key     alipay.Signer
	trades  []formTrade
	orders  string
	events  []formEvent
	batches int
}

type formTrade struct {
	no        string
	paid, due int64 // due is −1 where it is unknown
}

// A formEvent is a submission or a notification.
type formEvent struct {
	request bool
	night   int // the first that can know of it
	ps      alipay.Params
}

func newFormWorld(t *testing.T, seed uint64) *formWorld {
	t.Helper()
	key, err := alipay.NewMD5(alipay.NewSecret(lossKey("key")))
	if err != nil {
		t.Fatal(err)
	}
	w := &formWorld{r: rand.New(rand.NewPCG(seed, 14)), charset: alipay.UTF8, key: key, orders: "trade_no,paid_amount,refund_due\n"}
	if seed%2 == 1 {
		w.charset = alipay.GBK
	}
	for i := range 8 + w.r.IntN(6) {
		tr := formTrade{fmt.Sprintf("20260301220014%014d", 1000*seed+uint64(i)), 1000 + w.r.Int64N(9000), -1}
		due := ""
		if w.r.IntN(4) > 0 {
			tr.due = w.r.Int64N(tr.paid + 200)
			due = alipay.Fen(tr.due).String()
		}
		w.trades = append(w.trades, tr)
		if w.r.IntN(12) > 0 {
			w.orders += tr.no + "," + alipay.Fen(tr.paid).String() + "," + due + "\n"
		}
	}
	for night := 1; night <= 2; night++ {
		for range 2 + w.r.IntN(4) {
			w.submit(t, night)
		}
	}
	return w
}

// submit makes a request of some trades, and mostly its notification, now and then twice
// or by another content, and now and then without a request that was captured.
func (w *formWorld) submit(t *testing.T, night int) {
	t.Helper()
	w.batches++
	at := time.Date(2026, 3, 8+night, 9+w.batches, 10, 7, 0, alipay.Shanghai())
	batch := fmt.Sprintf("%s%06d", at.Format("20060102"), w.batches)
	var lines []alipay.Line
	var items []string
	success := 0
	for i, pick := range w.r.Perm(len(w.trades))[:1+w.r.IntN(3)] {
		tr := w.trades[pick]
		amount := alipay.Fen(1 + w.r.Int64N(tr.paid))
		if tr.due > 0 && w.r.IntN(3) > 0 {
			amount = alipay.Fen(tr.due)
		}
		lines = append(lines, alipay.Line{TradeNo: tr.no, Amount: amount, Reason: []string{"协商退款", "r", "7天无理由"}[i%3]})
		code := []string{"SUCCESS", "SUCCESS", "SUCCESS", "SELLER_BALANCE_NOT_ENOUGH"}[w.r.IntN(4)]
		item := tr.no + "^" + amount.String() + "^" + code
		if code == "SUCCESS" {
			success++
			if w.r.IntN(4) == 0 {
				item += "$shop@example.com^2088101008267254^0.05^SUCCESS"
			}
		}
		if w.r.IntN(8) > 0 {
			items = append(items, item)
		}
	}
	if w.r.IntN(8) > 0 {
		w.events = append(w.events, formEvent{true, night, w.request(t, at, batch, lines)})
	}
	if len(items) == 0 || w.r.IntN(5) == 0 {
		return
	}
	id := fmt.Sprintf("%032x", uint64(w.batches)<<40|uint64(w.r.Uint32()))
	answer := w.notice(t, at.Add(5*time.Minute), id, batch, strings.Join(items, "#"), success)
	w.events = append(w.events, formEvent{false, night, answer})
	if w.r.IntN(4) == 0 {
		w.events = append(w.events, formEvent{false, 1 + w.r.IntN(2), w.notice(t, at.Add(2*time.Hour), id, batch, strings.Join(items, "#"), success)})
	}
}

func (w *formWorld) request(t *testing.T, at time.Time, batch string, lines []alipay.Line) alipay.Params {
	t.Helper()
	m := alipay.Merchant{Partner: "2088101008267254", SellerEmail: "shop@example.com", NotifyURL: "https://shop.example.com/refunds", Charset: w.charset}
	r, err := alipay.NewRequest(m, batch, at, lines)
	if err != nil {
		t.Fatal(err)
	}
	ps, err := r.Params()
	if err != nil {
		t.Fatal(err)
	}
	return w.sign(t, ps)
}

func (w *formWorld) notice(t *testing.T, at time.Time, id, batch, details string, success int) alipay.Params {
	t.Helper()
	return w.sign(t, alipay.Params{
		{Name: "result_details", Value: details}, {Name: "notify_time", Value: at.Format(alipay.TimeLayout)}, {Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: id}, {Name: "batch_no", Value: batch}, {Name: "success_num", Value: fmt.Sprint(success)},
	})
}

func (w *formWorld) sign(t *testing.T, ps alipay.Params) alipay.Params {
	t.Helper()
	signed, err := alipay.Sign(ps, w.key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// A formPick says in which form an event is printed.
type formPick func(e formEvent) forms.Form

// always prints all in one form.
func always(f forms.Form) formPick { return func(formEvent) forms.Form { return f } }

// mixed prints each event in a form of its own.
func mixed(seed uint64) formPick {
	r := rand.New(rand.NewPCG(seed, 15))
	notices, requests := forms.All(), forms.Requests()
	return func(e formEvent) forms.Form {
		if e.request {
			return requests[r.IntN(len(requests))]
		}
		return notices[r.IntN(len(notices))]
	}
}

// print prints the events that a night is the first to know of, those in a row that have
// one form at once, with other lines between.
func (w *formWorld) print(night int, request bool, pick formPick) string {
	var b strings.Builder
	var run []alipay.Params
	var last forms.Form
	flush := func() {
		if len(run) > 0 {
			b.WriteString("2026-03-09 12:00:00 INFO GET /health 200\n" + last.Print(w.charset, run...))
		}
		run = nil
	}
	for _, e := range w.events {
		if e.night != night || e.request != request {
			continue
		}
		if f := pick(e); f.Name != last.Name || f.Table && len(run) > 0 && len(run[0]) != len(e.ps) {
			flush()
			last = f
		}
		run = append(run, e.ps)
	}
	flush()
	return b.String()
}
