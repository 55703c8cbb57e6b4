package ledger

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"

	"golang.org/x/sync/errgroup"

	"reconcile/ledger/internal/store"
)

// A derivedCheck compares what is derived of the evidence while it is read, and carried on
// from night to night, with the evidence. The two stand in the order of different keys, and
// to sort them takes many times longer than to read them: so a hash of each row is added up
// on either side. Sums that agree prove that both hold the same rows as often, but for one
// chance in 2^64, which nobody can raise: the hash is drawn anew for each check. What does
// not agree is counted by a statement, whose word stands.
type derivedCheck struct {
	ctx  context.Context
	db   store.DB
	seed maphash.Seed

	notices noticePass
	claims  claimPass
	places  rowHash // notification_batch
	orders  orderPass
	asked   requestPass
}

// beginDerived begins checkDerived beside what else is read. found waits for what it has
// found; stop ends it, and has to be called before anything is written.
func (a *Audit) beginDerived(ctx context.Context) (found func() ([]Discrepancy, error), stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var all []Discrepancy
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		if all, err = a.checkDerived(ctx); err == nil {
			var apart []Discrepancy
			apart, err = a.checkDigests(ctx)
			all = append(all, apart...)
		}
	}()
	return func() ([]Discrepancy, error) { <-done; return all, err }, func() { cancel(); <-done }
}

// checkDerived compares what is derived of the evidence with the evidence.
func (a *Audit) checkDerived(ctx context.Context) ([]Discrepancy, error) {
	d, err := readDerived(ctx, a.db)
	if err != nil {
		return nil, err
	}
	return d.count(append(d.apart(), "bill_refund", "notify_block", "scratch"))
}

// readDerived reads the evidence, and what is derived of it, table beside table.
func readDerived(ctx context.Context, db store.DB) (*derivedCheck, error) {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(evaluators(db))
	d := newDerivedCheck(within, db)
	for _, pass := range []func() error{d.readClaims, d.readNotices, d.readOrders, d.readPlaces, d.readRequests} {
		group.Go(pass)
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	d.ctx = ctx
	return d, d.lessStored()
}

func newDerivedCheck(ctx context.Context, db store.DB) *derivedCheck {
	d := &derivedCheck{ctx: ctx, db: db, seed: maphash.MakeSeed()}
	for _, h := range []*rowHash{&d.notices.trades, &d.notices.places, &d.claims.trades, &d.places} {
		h.seed = d.seed
	}
	d.notices.blocks.seed, d.orders.blocks.seed = d.seed, d.seed
	return d
}

// read goes through the rows of statements side by side.
func (d *derivedCheck) read(body func(at []*store.Cursor) error, names ...string) error {
	once := func(at []*store.Cursor, _ func(struct{}) bool) error { return body(at) }
	for _, err := range store.Merge(d.ctx, d.db, names, nil, once) {
		return err
	}
	return nil
}

// readPlaces adds up which batch each notify_id is of.
func (d *derivedCheck) readPlaces() error {
	return d.read(func(at []*store.Cursor) error {
		for c := at[0]; c.More(); {
			d.places.text(c.Text(0)).number(c.Number(1)).text(c.Text(2)).add()
			if err := c.Next(); err != nil {
				return err
			}
		}
		return nil
	}, "verify_places")
}

// lessStored takes from the sums of the evidence those that are carried on.
func (d *derivedCheck) lessStored() error {
	for _, s := range []struct {
		name string
		of   *evidenceSums
	}{
		{"verify_claim_sums", &d.claims.sums},
		{"verify_notice_sums", &d.notices.sums},
		{"verify_request_sums", &d.asked.sums},
		{"verify_day_sums", &d.asked.days},
	} {
		for row, err := range store.Values(d.ctx, d.db, s.name, scanSum) {
			if err != nil {
				return err
			}
			s.of.less(row)
		}
	}
	return nil
}

// apart names the tables that the passes have not found to agree. What is derived of claims
// that replace one another is looked at where there are any.
func (d *derivedCheck) apart() (names []string) {
	agreed := map[string]bool{
		"capture_block":      d.notices.blocks.agree(),
		"claim_sum":          d.claims.sums.agree() && !d.claims.unsure,
		"day_sum":            d.asked.days.plus(&d.notices.days).agree(),
		"notice_sum":         d.notices.sums.agree(),
		"notification_batch": d.notices.places.sum == d.places.sum,
		"notification_trade": d.notices.trades.sum == d.claims.trades.sum && d.notices.listed,
		"order_block":        d.orders.blocks.agree(),
		"repeated_batch":     d.claims.superseded == 0,
		"request_sum":        d.asked.sums.agree(),
		"superseded":         d.claims.apart == 0,
	}
	for name, same := range agreed {
		if !same {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// count counts the rows of tables that are apart.
func (d *derivedCheck) count(names []string) ([]Discrepancy, error) {
	var all []Discrepancy
	for _, name := range names {
		var apart int64
		if err := store.QueryRow(d.ctx, d.db.Reader(), "apart_"+name, nil, &apart); err != nil {
			return nil, err
		}
		if apart > 0 {
			all = append(all, Discrepancy{What: "totals", Where: name, Found: fmt.Sprintf("%d rows are not what the evidence yields", apart)})
		}
	}
	return all, nil
}
