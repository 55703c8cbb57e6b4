package ledger

import (
	"encoding/json"
	"errors"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// blockLines is how many lines of a source stand in one row of capture_block and of
// order_block; the statements that look for the block of a line say 64, too.
const blockLines = 64

// A nameBlock gathers what the lines of a block name, each name once.
type nameBlock struct {
	to     store.Inserter
	source int64
	number int64 // of the block; it is empty before the first name
	names  []string
	known  map[string]bool
}

// holds reports whether a line belongs to the block, or to none so far.
func (b *nameBlock) holds(line int64) bool {
	return len(b.names) == 0 || b.number == (line-1)/blockLines
}

// name adds a name that stands in a line.
func (b *nameBlock) name(line int64, name string) {
	if b.known == nil {
		b.known = map[string]bool{}
	}
	b.number = (line - 1) / blockLines
	if !b.known[name] {
		b.known[name] = true
		b.names = append(b.names, name)
	}
}

// take returns the names as a JSON array, and leaves the block empty.
func (b *nameBlock) take() (string, error) {
	list, err := json.Marshal(b.names)
	b.names = b.names[:0]
	clear(b.known)
	return string(list), err
}

// A captureBlock is a row of capture_block while it is gathered.
type captureBlock struct {
	nameBlock
	captures, extra int64
	first, last     int64 // milliseconds
}

// add adds a delivery.
func (b *captureBlock) add(p place, n *alipay.Notification) error {
	if !b.holds(p.line) {
		if err := b.close(); err != nil {
			return err
		}
	}
	at := n.NotifyTime.UnixMilli()
	if b.captures == 0 || at < b.first {
		b.first = at
	}
	if b.captures == 0 || at > b.last {
		b.last = at
	}
	b.captures++
	b.extra += int64(n.Extra)
	b.name(p.line, n.BatchNo)
	return nil
}

// close writes the row.
func (b *captureBlock) close() error {
	if b.captures == 0 {
		return nil
	}
	list, err := b.take()
	if err != nil {
		return err
	}
	err = b.to.Add(b.source, b.number, b.captures, b.extra, b.first, b.last, list)
	b.captures, b.extra = 0, 0
	return err
}

// An orderBlock is a row of order_block while it is gathered.
type orderBlock struct{ nameBlock }

// add adds a row of an export.
func (b *orderBlock) add(line int64, tradeNo string) error {
	if !b.holds(line) {
		if err := b.close(); err != nil {
			return err
		}
	}
	b.name(line, tradeNo)
	return nil
}

// close writes the row.
func (b *orderBlock) close() error {
	if len(b.names) == 0 {
		return nil
	}
	list, err := b.take()
	if err != nil {
		return err
	}
	return b.to.Add(b.source, b.number, list)
}

// closeBlocks writes the blocks of the open source.
func (in *Intake) closeBlocks() error {
	if err := errors.Join(in.deliveredIn.close(), in.orderedIn.close()); err != nil {
		return err
	}
	return errors.Join(in.captures.Flush(), in.exports.Flush())
}
