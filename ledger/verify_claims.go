package ledger

import (
	"cmp"
	"reconcile/ledger/internal/store"
)

// A claimPass is what claims say of what is derived of them.
type claimPass struct {
	trades     rowHash // that notifications name
	sums       evidenceSums
	unsure     bool  // a fee went back, and none is known
	superseded int64 // rows of superseded
	apart      int64 // claims that are wrongly superseded or not, and rows about no claim

	rows, gone *store.Cursor // claims, and those that are superseded
	item       claimItem     // that the claims are about
	best       rankedClaim   // of the item so far
	standing   int64         // claims as great as the best that are not superseded
	replaced   int64         // claims as great as the best that are
}

// A claimItem is what several claims may be about.
type claimItem struct {
	tradeNo, batchNo    string
	account, occurrence int64
}

func itemOf(c *store.Cursor) claimItem {
	return claimItem{tradeNo: c.Text(0), account: c.Number(1), batchNo: c.Text(2), occurrence: c.Number(3)}
}

func (a claimItem) compare(b claimItem) int {
	return cmp.Or(cmp.Compare(a.tradeNo, b.tradeNo), cmp.Compare(a.account, b.account),
		cmp.Compare(a.batchNo, b.batchNo), cmp.Compare(a.occurrence, b.occurrence))
}

func noticeOf(c *store.Cursor) notice { return notice{c.Number(4), c.Number(5), c.Number(6)} }

func (n notice) compare(m notice) int {
	return cmp.Or(cmp.Compare(n.source, m.source), cmp.Compare(n.line, m.line), cmp.Compare(n.capture, m.capture))
}

// A rankedClaim is a claim with what claims about one item are ordered by (see the view
// claim_ranked), but for the notify_id, which is looked up where the rest is alike.
type rankedClaim struct {
	told, succeeded, stronger, at int64
	place                         notice
}

func rankOf(c *store.Cursor) rankedClaim {
	success, witness := c.Text(9) == "SUCCESS", c.Text(12)
	attested := witness == "act"
	return rankedClaim{
		told:      bit(witness != "answer" && (success || !attested)),
		succeeded: bit(success),
		stronger:  bit(witness != "answer" && (!success || !attested)),
		at:        c.Number(7), place: noticeOf(c),
	}
}

func (a rankedClaim) compare(b rankedClaim) int {
	return cmp.Or(cmp.Compare(a.told, b.told), cmp.Compare(a.succeeded, b.succeeded),
		cmp.Compare(a.stronger, b.stronger), cmp.Compare(a.at, b.at))
}

// readClaims reads every claim, beside those that are superseded.
func (d *derivedCheck) readClaims() error {
	p := &d.claims
	return d.read(func(at []*store.Cursor) error {
		p.rows, p.gone = at[0], at[1]
		return p.merge()
	}, "verify_claims", "verify_superseded")
}

func (p *claimPass) merge() error {
	for p.rows.More() {
		item := itemOf(p.rows)
		p.addUp(item)
		if err := p.rank(item); err != nil {
			return err
		}
		if err := p.rows.Next(); err != nil {
			return err
		}
	}
	p.close()
	for p.gone.More() {
		if err := p.skip(); err != nil {
			return err
		}
	}
	return nil
}

// addUp adds up what is derived of a claim.
func (p *claimPass) addUp(item claimItem) {
	c := p.rows
	at, fee, back := c.Number(7), c.NullNumber(10), c.Text(11) == "SUCCESS"
	p.unsure = p.unsure || back && !fee.Valid
	key := evidenceKey{item.account, dayOf(at), c.Text(9)}
	p.sums.addAt(key, at, 1, c.Number(8), fee.Int64*bit(back), fee.Int64*bit(!back))
	if item.occurrence == 1 && c.Text(12) == "" {
		place := noticeOf(c)
		p.trades.text(item.tradeNo).number(item.account).text(item.batchNo).number(place.source).number(place.line).number(place.capture).add()
	}
}

// rank holds a claim against the best of its item so far. Of all claims about an item those
// that are less than another one are superseded.
func (p *claimPass) rank(item claimItem) error {
	gone, err := p.isGone(item, noticeOf(p.rows))
	if err != nil {
		return err
	}
	claim, order := rankOf(p.rows), 1
	if item != p.item {
		p.close()
		p.item = item
	} else if order, err = p.compare(claim, p.best); err != nil {
		return err
	}
	switch {
	case order < 0:
		p.apart += bit(!gone)
		return nil
	case order > 0:
		p.apart += p.standing
		p.best, p.standing, p.replaced = claim, 0, 0
	}
	p.standing += bit(!gone)
	p.replaced += bit(gone)
	return nil
}

// close ends an item: the best of its claims have to stand.
func (p *claimPass) close() {
	p.apart += p.replaced
	p.standing, p.replaced = 0, 0
}

// isGone reports whether a claim is superseded. Claims come in the order of their key.
func (p *claimPass) isGone(item claimItem, place notice) (bool, error) {
	for p.gone.More() {
		order := cmp.Or(itemOf(p.gone).compare(item), noticeOf(p.gone).compare(place))
		if order > 0 {
			return false, nil
		}
		if order == 0 {
			p.superseded++
			return true, p.gone.Next()
		}
		if err := p.skip(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// skip leaves a row that is about no claim.
func (p *claimPass) skip() error {
	p.superseded++
	p.apart++
	return p.gone.Next()
}

// compare orders two claims about the item. Hardly ever does it take their notify_id.
func (p *claimPass) compare(a, b rankedClaim) (int, error) {
	order := a.compare(b)
	if order != 0 {
		return order, nil
	}
	one, err := p.notifyID(a)
	if err != nil {
		return 0, err
	}
	other, err := p.notifyID(b)
	return cmp.Compare(one, other), err
}

func (p *claimPass) notifyID(r rankedClaim) (string, error) {
	return p.rows.Ask("claim_notify_id", p.item.tradeNo, p.item.account, p.item.batchNo, p.item.occurrence,
		r.place.source, r.place.line, r.place.capture)
}
