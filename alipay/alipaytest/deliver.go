package alipaytest

import (
	"slices"
	"time"

	"reconcile/alipay"
)

// Deliveries is how often a notification is sent until it is answered (§6.1).
const Deliveries = 8

// interval is how long after its n-th delivery a notification is sent again
// (§6.1): 24 hours and 22 minutes in all.
func interval(n int) time.Duration {
	const m, h = time.Minute, time.Hour
	return [Deliveries - 1]time.Duration{2 * m, 10 * m, 10 * m, h, 2 * h, 6 * h, 15 * h}[n-1]
}

// A Delivery is one arrival of a notification at the merchant.
type Delivery struct {
	At                     time.Time // the server's clock
	URL, ContentType, Body string
	BatchNo, NotifyID      string
	Number                 int  // the n-th sending of this notification, lost ones counted
	Forged                 bool // its signature is bad
}

// Advance moves the clock on and sends what falls due on the way, in order, each
// at its moment. It returns when all of it has been answered. Advance(0) sends
// what is due now. A clock that is to go back is a panic, as is a key that no
// longer signs.
func (s *Server) Advance(d time.Duration) {
	if d < 0 {
		panic("alipaytest: the clock does not go back")
	}
	until := s.Now().Add(d)
	for {
		n, delivery, arrives := s.next(until)
		if n == nil {
			break
		}
		answer := ""
		if arrives {
			answer = s.config.Deliver(delivery)
			if n.twice {
				s.config.Deliver(delivery)
			}
		}
		s.settle(n, arrives, answer)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = until
}

// Pending is how many notifications have deliveries left.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// next takes the earliest notice that is due, moves the clock to it and writes
// its delivery.
func (s *Server) next(until time.Time) (n *notice, d Delivery, arrives bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, q := range s.queue {
		if !q.due.After(until) && (n == nil || q.due.Before(n.due) || q.due.Equal(n.due) && q.order < n.order) {
			n = q
		}
	}
	if n == nil {
		return nil, d, false
	}
	if n.due.After(s.now) {
		s.now = n.due
	}
	n.sent++
	if !n.forged {
		s.alive[n.id] = true
	}
	sentAt := s.now
	if !n.stuckAt.IsZero() {
		sentAt, n.stuckAt = n.stuckAt, time.Time{}
	}
	body, err := n.body(sentAt, s.config.Alipay)
	if err != nil {
		panic("alipaytest: " + err.Error())
	}
	d = Delivery{
		At: s.now.In(alipay.Shanghai()), URL: n.url, ContentType: n.contentType(), Body: body,
		BatchNo: n.batchNo, NotifyID: n.id, Number: n.sent, Forged: n.forged,
	}
	return n, d, n.sent > n.lose
}

func (n *notice) contentType() string {
	if n.mistype {
		return "application/x-www-form-urlencoded; text/html; charset=utf-8"
	}
	return "application/x-www-form-urlencoded; charset=GBK"
}

// settle plans what comes after a delivery: nothing where the answer is exactly
// "success", the next delivery where it is not (§6.1).
func (s *Server) settle(n *notice, arrived bool, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if arrived {
		s.follow(n)
	}
	answered := answer == "success"
	if answered && n.overlook > 0 {
		answered = false
		n.overlook--
	}
	if answered {
		delete(s.alive, n.id)
	}
	if answered || n.forged || n.sent == Deliveries {
		s.queue = slices.DeleteFunc(s.queue, func(q *notice) bool { return q == n })
		return
	}
	n.due = s.now.Add(interval(n.sent))
}

// follow sends what waits for an arrival: what contradicts it, a minute later,
// and other batches' notifications that are stuck.
func (s *Server) follow(n *notice) {
	for _, f := range n.followers {
		f.due = s.now.Add(time.Minute)
		s.enqueue(f)
	}
	n.followers = nil
	for _, q := range s.queue {
		if !q.stuckAt.IsZero() && !q.stuckAt.After(s.now) && !n.forged {
			q.due = s.now
		}
	}
}
