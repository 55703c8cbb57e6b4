package ledger_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// A history is several nights of a merchant, its operators and Alipay. What
// Alipay has truly refunded is known here and only partly told to the ledger:
// notifications are lost, late, repeated and reordered, batches are never
// submitted, and people void what was never submitted.
type history struct {
	*world
	r        *rapid.T
	owed     map[string]int64 // min(paid, due), or paid where due is unknown
	executed map[string]int64 // truly refunded, in fen
	live     []*handed        // batches whose fate is open
	later    []string         // notifications that are still on their way
	drawn    map[string]bool  // batch numbers
	notices  int
	told     []chapter
}

// A handed batch lies with an operator.
type handed struct {
	no    string
	lines []ledger.BatchLine
	day   time.Time
}

// Whatever the history: a line is issued only within what is owed, a trade is
// never in two batches at a time, what is held is in none, no number is drawn
// twice, and Alipay is never asked to refund more than is owed.
func TestHistories(t *testing.T) {
	fewerChecks(t, "40")
	rapid.Check(t, func(r *rapid.T) {
		w, stop := openWorld(r, ledgertest.Name(r))
		defer stop()
		h := &history{world: w, r: r, owed: map[string]int64{}, executed: map[string]int64{}, drawn: map[string]bool{}}
		h.orders()
		for range rapid.IntRange(2, 6).Draw(r, "nights") {
			h.day()
			run := h.night()
			checkStanding(r, h.path, run)
			h.issued(run)
			h.chronicle(run)
		}
		h.remembered()
		h.verified(h.path)
	})
}

func (h *history) orders() {
	for i := range rapid.IntRange(1, 8).Draw(h.r, "orders") {
		trade := trades(fmt.Sprintf("T%d", i))
		paid := rapid.Int64Range(1, 500).Draw(h.r, "paid")
		h.owed[trade] = paid
		line := fmt.Sprintf("order %s %s", trade, alipay.Fen(paid))
		if rapid.IntRange(0, 3).Draw(h.r, "due known") > 0 {
			due := rapid.Int64Range(0, 550).Draw(h.r, "due")
			h.owed[trade] = min(paid, due)
			line += " due " + alipay.Fen(due).String()
		}
		h.tell(line)
	}
}

// day lets operators and Alipay act on what is open, and the next night come.
func (h *history) day() {
	h.asOf = h.asOf.AddDate(0, 0, 1)
	var open []*handed
	for _, b := range h.live {
		switch rapid.SampledFrom([]string{"submit", "submit", "submit", "forget", "wait"}).Draw(h.r, "operator") {
		case "submit":
			h.submit(b)
		case "forget": // never submitted; somebody asks Alipay and voids it
			if err := voidBatch(h.l, h.account, b.no, "Li", "asked", b.day.Add(40*time.Hour)); err != nil {
				h.r.Fatal(err)
			}
		case "wait":
			open = append(open, b)
		}
	}
	h.live = open
	h.deliver()
}

// submit makes Alipay execute a batch and put its notification on its way.
func (h *history) submit(b *handed) {
	var items []string
	successes := 0
	for _, l := range b.lines {
		code := rapid.SampledFrom([]string{"SUCCESS", "SUCCESS", "SUCCESS", "SELLER_BALANCE_NOT_ENOUGH", "TRADE_HAS_CLOSED", "SYSTEM_ERROR", "NEW_CODE"}).Draw(h.r, "code")
		if code == "SUCCESS" {
			h.executed[l.TradeNo] += l.Amount.Fen()
			successes++
			if h.executed[l.TradeNo] > h.owed[l.TradeNo] {
				h.r.Fatalf("trade %s: refunded %d of %d owed", l.TradeNo, h.executed[l.TradeNo], h.owed[l.TradeNo])
			}
		}
		items = append(items, l.TradeNo+"^"+l.Amount.String()+"^"+code)
	}
	h.notices++
	text := fmt.Sprintf("notify n%d %s %s %d %s", h.notices, b.no, b.day.Format(alipay.TimeLayout), successes, strings.Join(items, "#"))
	for range rapid.IntRange(0, 3).Draw(h.r, "deliveries") { // none: it is lost for ever
		h.later = append(h.later, text)
	}
}

// deliver brings some of what is on its way, in any order.
func (h *history) deliver() {
	var rest []string
	for _, text := range rapid.Permutation(h.later).Draw(h.r, "order") {
		if rapid.Bool().Draw(h.r, "arrives") {
			h.tell(text)
		} else {
			rest = append(rest, text)
		}
	}
	h.later = rest
}

// issued checks what a night decided and hands its batches over.
func (h *history) issued(run ledger.Run) {
	held := map[string]bool{}
	for c, err := range h.l.Corrections(context.Background(), run.ID) {
		if err != nil {
			h.r.Fatal(err)
		}
		held[c.TradeNo] = c.Status == ledger.Held
	}
	inFlight := map[string]string{}
	for _, b := range h.live {
		for _, l := range b.lines {
			inFlight[l.TradeNo] = b.no
		}
	}
	batches, err := h.l.Batches(context.Background(), run.ID)
	if err != nil {
		h.r.Fatal(err)
	}
	for _, b := range batches {
		if h.drawn[b.BatchNo] {
			h.r.Fatalf("batch number %s was drawn twice", b.BatchNo)
		}
		h.drawn[b.BatchNo] = true
		for _, l := range b.Lines {
			if held[l.TradeNo] || inFlight[l.TradeNo] != "" {
				h.r.Fatalf("trade %s is issued in %s though it is held (%v) or in flight in %q", l.TradeNo, b.BatchNo, held[l.TradeNo], inFlight[l.TradeNo])
			}
			inFlight[l.TradeNo] = b.BatchNo
		}
		h.live = append(h.live, &handed{b.BatchNo, b.Lines, b.At})
	}
	h.totals(run)
}

// totals checks the books of every trade: refunded, in flight and newly issued
// stay within what is owed.
func (h *history) totals(run ledger.Run) {
	pending := map[string]int64{}
	for _, b := range h.live {
		for _, l := range b.lines {
			pending[l.TradeNo] += l.Amount.Fen()
		}
	}
	for t, err := range h.l.Trades(context.Background(), run) {
		if err != nil {
			h.r.Fatal(err)
		}
		if sum := t.Refunded.Fen() + pending[t.TradeNo]; sum > h.owed[t.TradeNo] {
			h.r.Fatalf("trade %s: refunded and in flight %d of %d owed", t.TradeNo, sum, h.owed[t.TradeNo])
		}
		if t.Refunded.Fen() > h.executed[t.TradeNo] {
			h.r.Fatalf("trade %s: the books say %s refunded, Alipay %d", t.TradeNo, t.Refunded, h.executed[t.TradeNo])
		}
	}
}
