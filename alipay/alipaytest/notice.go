package alipaytest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
)

// A notice is a notification (§5.2) that is delivered until it is answered.
type notice struct {
	id, batchNo, url string
	lines            []Line // as it tells them
	seller           *Seller

	order     int
	due       time.Time
	sent      int       // deliveries so far
	stuckAt   time.Time // when a delivery that is stuck was sent; zero where none is
	lose      int       // first deliveries that do not arrive
	overlook  int       // answers that are not seen
	twice     bool
	forged    bool
	mistype   bool
	followers []*notice // sent after the first delivery that arrives
}

// longestStuck is how long a delivery is stuck where no other one comes.
const longestStuck = 24 * time.Hour

func (n notice) withID(id string) *notice {
	n.id, n.followers = id, nil
	return &n
}

func (s *Server) enqueue(n *notice) {
	n.order = s.queued
	s.queued++
	s.queue = append(s.queue, n)
}

// body writes the notification in the order of real ones. notify_time is the
// delivery's own, so the signature is too (§6.1).
func (n *notice) body(at time.Time, signer alipay.Signer) (string, error) {
	details, success := n.details()
	ps := alipay.Params{
		{Name: "result_details", Value: details}, {Name: "notify_time", Value: at.In(alipay.Shanghai()).Format(time.DateTime)},
		{Name: "sign_type", Value: signer.SignType()}, {Name: "notify_type", Value: "batch_refund_notify"},
		{Name: "notify_id", Value: n.id}, {Name: "batch_no", Value: n.batchNo}, {Name: "success_num", Value: strconv.Itoa(success)},
	}
	text := signText(ps)
	if n.forged {
		text += "?" // well-formed, and of another text
	}
	sign, err := signer.Sign(text)
	if err != nil {
		return "", fmt.Errorf("sign notification %s: %w", n.id, err)
	}
	return append(alipay.Params{{Name: "sign", Value: sign}}, ps...).Encode(), nil
}

// details writes result_details, with a fee section where a fee was given back,
// and counts the trades that were refunded (§5.2).
func (n *notice) details() (details string, success int) {
	var items []string
	for _, l := range n.lines {
		item := l.TradeNo + "^" + l.Amount.String() + "^" + l.Code
		if l.FeeCode != "" {
			item += "$" + n.seller.Email + "^" + n.seller.UserID + "^" + l.Fee.String() + "^" + l.FeeCode
		}
		if l.Code == "SUCCESS" {
			success++
		}
		items = append(items, item)
	}
	return strings.Join(items, "#"), success
}
