package ledger

import "reconcile/ledger/internal/store"

// An orderPass is what the rows of exports say of the blocks that list their trades.
type orderPass struct{ blocks blockSums }

// readOrders reads the blocks of exports, then every row. A block may list trades whose rows
// have become one with those of another block: that is for the statement to decide.
func (d *derivedCheck) readOrders() error {
	p := &d.orders
	if err := d.read(func(at []*store.Cursor) error { return p.openBlocks(at[0]) }, "verify_order_blocks"); err != nil {
		return err
	}
	return d.read(func(at []*store.Cursor) error { return p.take(at[0]) }, "verify_orders")
}

func (p *orderPass) openBlocks(c *store.Cursor) error {
	for c.More() {
		p.blocks.open(c.Number(0), blockSum{number: c.Number(1)}, c.Text(2))
		if err := c.Next(); err != nil {
			return err
		}
	}
	return nil
}

func (p *orderPass) take(c *store.Cursor) error {
	for c.More() {
		source := c.Number(1)
		if block := p.blocks.line(source, c.Number(2)); block != nil {
			p.blocks.name(source, block, c.Text(0))
		}
		if err := c.Next(); err != nil {
			return err
		}
	}
	return nil
}

// A requestPass is what requests and their lines add up to.
type requestPass struct{ sums, days evidenceSums }

// readRequests reads every request and every line.
func (d *derivedCheck) readRequests() error {
	return d.read(func(at []*store.Cursor) error {
		for c := at[0]; c.More(); {
			d.asked.sums.add(evidenceKey{account: c.Number(0)}, 1)
			if err := c.Next(); err != nil {
				return err
			}
		}
		for c := at[1]; c.More(); {
			d.asked.days.add(evidenceKey{account: c.Number(0), day: dayOf(c.Number(1))}, 0, 1)
			if err := c.Next(); err != nil {
				return err
			}
		}
		return nil
	}, "verify_requests", "verify_lines")
}
