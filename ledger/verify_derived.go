package ledger

import (
	"context"
	"hash/maphash"
	"slices"

	"golang.org/x/sync/errgroup"

	"reconcile/ledger/internal/sqlite"
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
	db   *sqlite.DB
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
		all, err = a.checkDerived(ctx)
	}()
	return func() ([]Discrepancy, error) { <-done; return all, err }, func() { cancel(); <-done }
}

// checkDerived compares what is derived of the evidence with the evidence.
func (a *Audit) checkDerived(ctx context.Context) ([]Discrepancy, error) {
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(evaluators(a.db))
	d := newDerivedCheck(within, a.db)
	for _, pass := range []func() error{d.readClaims, d.readNotices, d.readOrders, d.readPlaces, d.readRequests} {
		group.Go(pass)
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	d.ctx = ctx
	if err := d.lessStored(); err != nil {
		return nil, err
	}
	return d.count()
}

func newDerivedCheck(ctx context.Context, db *sqlite.DB) *derivedCheck {
	d := &derivedCheck{ctx: ctx, db: db, seed: maphash.MakeSeed()}
	for _, h := range []*rowHash{&d.notices.trades, &d.notices.places, &d.claims.trades, &d.places} {
		h.seed = d.seed
	}
	d.notices.blocks.seed, d.orders.blocks.seed = d.seed, d.seed
	return d
}

// read goes through the rows of statements side by side.
func (d *derivedCheck) read(body func(at []*sqlite.Cursor) error, names ...string) error {
	once := func(at []*sqlite.Cursor, _ func(struct{}) bool) error { return body(at) }
	for _, err := range sqlite.Merge(d.ctx, d.db, names, nil, once) {
		return err
	}
	return nil
}

// readPlaces adds up which batch each notify_id is of.
func (d *derivedCheck) readPlaces() error {
	return d.read(func(at []*sqlite.Cursor) error {
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
		for row, err := range sqlite.Rows(d.ctx, d.db, s.name, scanSum) {
			if err != nil {
				return err
			}
			s.of.less(row)
		}
	}
	return nil
}

// apart names what the passes have not found to agree. Of the first there are sums only
// where claims replace one another.
func (d *derivedCheck) apart() []string {
	agreed := map[string]bool{
		"repeated_batch":     d.claims.superseded == 0,
		"notification_trade": d.notices.trades.sum == d.claims.trades.sum && d.notices.listed,
		"notification_batch": d.notices.places.sum == d.places.sum,
		"capture_block":      d.notices.blocks.agree(),
		"order_block":        d.orders.blocks.agree(),
		"superseded":         d.claims.apart == 0,
		"claim_sum":          d.claims.sums.agree() && !d.claims.unsure,
		"notice_sum":         d.notices.sums.agree(),
		"request_sum":        d.asked.sums.agree(),
		"day_sum":            d.asked.days.plus(&d.notices.days).agree(),
	}
	var names []string
	for name, same := range agreed {
		if !same {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// count counts the rows that are apart, table by table.
func (d *derivedCheck) count() ([]Discrepancy, error) {
	var all []Discrepancy
	for _, name := range d.apart() {
		var apart int64
		if err := store.QueryRow(d.ctx, d.db.Reader(), "apart_"+name, nil, &apart); err != nil {
			return nil, err
		}
		if apart > 0 {
			all = append(all, Discrepancy{What: "totals", Where: name, Found: rowsApart(apart)})
		}
	}
	return all, nil
}
