package alipaytest

import (
	"slices"
	"time"

	"reconcile/alipay"
)

// A Batch is one whose password was confirmed.
type Batch struct {
	BatchNo string
	At      time.Time // of the confirmation
	Lines   []Line
	Refused string // the code that refused it as a whole; empty where it ran
	Faults  Faults // what went wrong with it
}

// Confirm types the password on the page with the token. It returns the code of
// §9 that the page answers with, empty where the batch was accepted: then its
// refunds are executed at once, and their notification is due at once.
func (s *Server) Confirm(token string) (code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page := s.opened[token]
	if page == nil || !s.now.Before(page.until) {
		return "SESSION_TIMEOUT"
	}
	no := page.request.value("batch_no")
	if s.used[no] {
		return "DUPLICATE_BATCH_NO"
	}
	s.used[no] = true
	b := &Batch{BatchNo: no, At: s.now.In(alipay.Shanghai()), Lines: page.request.lines, Faults: s.faultsOf(page.request)}
	s.batches = append(s.batches, b)
	if b.Refused = b.Faults.Refuse; b.Refused != "" {
		return b.Refused
	}
	for i := range b.Lines {
		s.books.execute(b, &b.Lines[i], page.request.seller)
	}
	s.notify(b, page.request)
	return ""
}

// Batches are those whose password was confirmed, in their order.
func (s *Server) Batches() []Batch {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Batch
	for _, b := range s.batches {
		c := *b
		c.Lines = slices.Clone(b.Lines)
		all = append(all, c)
	}
	return all
}

// maxRefunds is how often a trade can be refunded (§4.4).
const maxRefunds = 99

// execute refunds one line, or says why not.
func (b *books) execute(batch *Batch, line *Line, seller *Seller) {
	a, fault := b.trades[line.TradeNo], batch.Faults.Lines[line.TradeNo]
	if a != nil {
		if a.attempts == maxRefunds {
			return
		}
		a.attempts++
	}
	if line.Code = b.refusal(line, a, seller); line.Code == "SUCCESS" && fault.Code != "" {
		line.Code = fault.Code
		if !fault.Ran {
			return
		}
	} else if line.Code != "SUCCESS" {
		return
	}
	line.Executed = true
	a.refunded, seller.Balance = a.refunded.Add(line.Amount), seller.Balance.Sub(line.Amount)
	b.executed = append(b.executed, Refund{batch.BatchNo, line.TradeNo, line.Amount})
	if !a.feeBack && a.Fee.Sign() > 0 {
		a.giveFeeBack(line, fault)
	}
}

// refusal is the code for a line, SUCCESS where nothing speaks against it. The
// codes for a trade that is closed or has less left are those of real
// notifications; §9 has none that says so.
func (b *books) refusal(line *Line, a *account, seller *Seller) string {
	switch {
	case a == nil:
		return "NOT_THIS_PARTNERS_TRADE"
	case a.seller != seller:
		return "NOT_THIS_SELLER_TRADE"
	case a.refunded.Cmp(a.Paid) >= 0:
		return "TRADE_HAS_CLOSED"
	case line.Amount.Cmp(a.Paid.Sub(a.refunded)) > 0:
		return "REFUND_TRADE_FEE_ERROR"
	case line.Amount.Cmp(seller.Balance) > 0:
		return "TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH"
	}
	return "SUCCESS"
}

// giveFeeBack returns the service charge to the seller (§5.2).
func (a *account) giveFeeBack(line *Line, fault LineFault) {
	line.Fee, line.FeeCode = a.Fee, "SUCCESS"
	if fault.FeeCode != "" {
		line.FeeCode = fault.FeeCode
		return
	}
	a.feeBack = true
	a.seller.Balance = a.seller.Balance.Add(a.Fee)
}

// notify plans what is sent about a batch: nothing without notify_url (§3), and
// nothing where no line was processed.
func (s *Server) notify(b *Batch, r *request) {
	var told []Line
	for _, l := range b.Lines {
		if l.Code != "" {
			told = append(told, l)
		}
	}
	if r.value("notify_url") == "" || len(told) == 0 {
		return
	}
	f := b.Faults
	n := notice{
		id: s.id("notify", b.BatchNo), batchNo: b.BatchNo, url: r.value("notify_url"), lines: told, seller: r.seller,
		due: s.now.Add(f.Delay), lose: f.Lose, twice: f.Duplicate, mistype: f.Mistype,
	}
	other := n
	other.lines, other.lose, other.twice = contradicted(told), 0, false
	if f.Duplicate {
		n.overlook = 1
	}
	if f.Rewrite {
		n.followers = append(n.followers, other.withID(n.id))
	}
	if f.Contradict {
		n.followers = append(n.followers, other.withID(s.id("contradict", b.BatchNo)))
	}
	if f.Forge {
		forged := other.withID(s.id("forge", b.BatchNo))
		forged.forged, forged.due = true, n.due
		s.enqueue(forged)
	}
	if f.Reorder {
		n.stuckAt, n.due = n.due, n.due.Add(longestStuck)
	}
	s.enqueue(&n)
}

// contradicted tells the first line otherwise.
func contradicted(lines []Line) []Line {
	lines = append([]Line(nil), lines...)
	if lines[0].Code == "SUCCESS" {
		lines[0].Code = "SYSTEM_ERROR"
	} else {
		lines[0].Code = "SUCCESS"
	}
	return lines
}
