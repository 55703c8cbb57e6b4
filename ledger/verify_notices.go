package ledger

import "reconcile/ledger/internal/store"

// A noticePass is what notifications and further deliveries say of what is derived of them.
type noticePass struct {
	trades rowHash // that notifications list
	listed bool    // all lists could be read
	places rowHash // the batch of each notify_id
	blocks blockSums
	sums   evidenceSums // by account
	days   evidenceSums
}

// readNotices reads every notification, beside the further deliveries of its batch.
func (d *derivedCheck) readNotices() error {
	p := &d.notices
	if err := d.read(func(at []*store.Cursor) error { return p.openBlocks(at[0]) }, "verify_capture_blocks"); err != nil {
		return err
	}
	p.listed = true
	return d.read(func(at []*store.Cursor) error { return p.merge(at[0], at[1]) }, "verify_notifications", "verify_redeliveries")
}

func (p *noticePass) openBlocks(c *store.Cursor) error {
	p.blocks.timed = true
	for c.More() {
		p.blocks.open(c.Number(0), blockSum{number: c.Number(1), captures: c.Number(2), extra: c.Number(3), first: c.Number(4), last: c.Number(5)}, c.Text(6))
		if err := c.Next(); err != nil {
			return err
		}
	}
	return nil
}

// merge goes through both in the order of batches.
func (p *noticePass) merge(notices, again *store.Cursor) error {
	for notices.More() || again.More() {
		c := notices
		if !notices.More() || again.More() && again.Text(0) < notices.Text(0) {
			c = again
		} else {
			p.notification(c)
		}
		p.delivery(c.Text(0), c.Number(1), c.Number(2), c.Number(3), c.Number(4))
		if err := c.Next(); err != nil {
			return err
		}
	}
	return nil
}

// delivery takes a delivery from the block of its line.
func (p *noticePass) delivery(batchNo string, source, line, sent, extra int64) {
	block := p.blocks.line(source, line)
	if block == nil {
		return
	}
	block.captures--
	block.extra -= extra
	block.least, block.greatest = min(block.least, sent), max(block.greatest, sent)
	p.blocks.name(source, block, batchNo)
}

// notification adds up what is derived of a notification.
func (p *noticePass) notification(c *store.Cursor) {
	batchNo, source, line := c.Text(0), c.Number(1), c.Number(2)
	account, notifyID, item, at := c.Number(5), c.Text(6), c.Number(7), c.Number(8)
	p.places.text(notifyID).number(account).text(batchNo).add()
	trades, err := textsOf(c.Text(11))
	p.listed = p.listed && err == nil
	for _, trade := range trades {
		p.trades.text(trade).number(account).text(batchNo).number(source).number(line).number(item).add()
	}
	p.sums.add(evidenceKey{account: account}, 1, c.Number(9), c.Number(10))
	p.days.add(evidenceKey{account: account, day: dayOf(at)}, 1)
}
