package alipaytest

import (
	"fmt"

	"reconcile/alipay"
)

// A Trade is what a buyer paid.
type Trade struct {
	No     string
	Paid   alipay.Money
	Seller string       // its user ID; empty stands for the first seller
	Fee    alipay.Money // the service charge, given back with the first refund
}

// A Refund is one that was executed.
type Refund struct {
	BatchNo, TradeNo string
	Amount           alipay.Money
}

// books hold what Alipay knows of money.
type books struct {
	sellers  []*Seller
	trades   map[string]*account
	executed []Refund
}

// An account is what became of a trade.
type account struct {
	Trade
	seller   *Seller
	refunded alipay.Money
	attempts int
	feeBack  bool
}

func newBooks(sellers []Seller) books {
	b := books{trades: map[string]*account{}}
	for _, seller := range sellers {
		b.sellers = append(b.sellers, &seller)
	}
	return b
}

// seller finds an account; the user ID wins over the e-mail address (§4.2).
func (b *books) seller(email, id string) *Seller {
	for _, s := range b.sellers {
		if id != "" && s.UserID == id || id == "" && email != "" && s.Email == email {
			return s
		}
	}
	return nil
}

// AddTrade makes a trade known. The same number again, or a seller that is not
// configured, is an error.
func (s *Server) AddTrade(t Trade) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.books.trades[t.No] != nil {
		return fmt.Errorf("trade %s is known", t.No)
	}
	seller := s.books.sellers[0]
	if t.Seller != "" {
		if seller = s.books.seller("", t.Seller); seller == nil {
			return fmt.Errorf("trade %s: no seller %s", t.No, t.Seller)
		}
	}
	s.books.trades[t.No] = &account{Trade: t, seller: seller}
	return nil
}

// Refunded is what was refunded of a trade; 0.00 for one that is not known.
func (s *Server) Refunded(tradeNo string) alipay.Money {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.books.trades[tradeNo]; a != nil {
		return a.refunded
	}
	return alipay.Money{}
}

// Attempts are the refunds of a trade that were processed, failed ones too.
func (s *Server) Attempts(tradeNo string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.books.trades[tradeNo]; a != nil {
		return a.attempts
	}
	return 0
}

// Executed are all refunds for which money moved, in their order.
func (s *Server) Executed() []Refund {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Refund(nil), s.books.executed...)
}

// Balance is what a seller has. A user ID that is not configured has 0.00.
func (s *Server) Balance(userID string) alipay.Money {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seller := s.books.seller("", userID); seller != nil {
		return seller.Balance
	}
	return alipay.Money{}
}

// Deposit adds to what a seller has.
func (s *Server) Deposit(userID string, amount alipay.Money) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	seller := s.books.seller("", userID)
	if seller == nil {
		return fmt.Errorf("no seller %s", userID)
	}
	seller.Balance = seller.Balance.Add(amount)
	return nil
}
