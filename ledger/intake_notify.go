package ledger

import (
	"encoding/binary"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/extsort"
	"reconcile/words"
)

// A Delivery is one delivery of a notification as a log holds it.
type Delivery struct {
	Line         int64
	At           time.Time // when the merchant logged it; zero where the log does not say
	Notification alipay.Notification
	Results      []alipay.Result
	Bad          []*alipay.ItemError
}

// Deliver records one delivery of a notification whose signature is good. The
// first content of a notify_id counts; the same content again is a duplicate;
// other content is rejected (NOTIFY_CONFLICT). Which it is is decided when the
// source is closed, in the order of the notify_ids.
func (in *Intake) Deliver(c Delivery) error {
	successes := int64(0)
	for _, r := range c.Results {
		if r.Succeeded() {
			successes++
		}
	}
	n, p := &c.Notification, in.next(c.Line)
	err := p.crowded()
	if err == nil {
		err = in.deliveredIn.add(p, n)
	}
	if err == nil {
		err = in.bufferDelivery(c, p, successes)
	}
	if err != nil {
		return words.Errorf("record notification %s: %w", n.NotifyID, err)
	}
	in.include(n.NotifyTime)
	return in.outer.Err()
}

// A bufferedDelivery is what the verdict on a delivery asks for.
type bufferedDelivery struct {
	notifyID, batchNo string
	place
	digest alipay.Digest
	time   int64 // milliseconds
}

// bufferDelivery keeps a delivery and its items until their order is known.
func (in *Intake) bufferDelivery(c Delivery, p place, successes int64) error {
	n := &c.Notification
	b := &in.buf
	b.key = append(append(b.key[:0], n.NotifyID...), 0)
	b.key = binary.BigEndian.AppendUint64(b.key, p.key())
	b.value = b.place(append(b.value[:0], n.Digest[:]...), p)
	b.value = append(binary.AppendVarint(b.value, n.NotifyTime.UnixMilli()), n.BatchNo...)
	if err := in.deliveries.Add(b.key, b.value); err != nil {
		return err
	}
	if err := in.bufferNotice(c, p, successes); err != nil {
		return err
	}
	for i := range c.Results {
		if err := in.bufferItem(&c.Results[i], n, p); err != nil {
			return err
		}
	}
	for _, bad := range c.Bad {
		b.key = binary.BigEndian.AppendUint64(b.key[:0], p.key())
		b.key = binary.BigEndian.AppendUint32(b.key, uint32(bad.Item))
		b.value = b.text(b.text(b.text(b.place(b.value[:0], p), n.NotifyID), n.BatchNo), bad.Error())
		if err := in.badItems.Add(b.key, b.value); err != nil {
			return err
		}
	}
	return nil
}

// A rowBuffer is where rows to sort are put together.
type rowBuffer struct{ key, value []byte }

// text appends a text with its length.
func (*rowBuffer) text(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// A rowReader takes apart what a rowBuffer has put together.
type rowReader []byte

func (r *rowReader) text() string {
	n, size := binary.Uvarint(*r)
	s := string((*r)[size : size+int(n)])
	*r = (*r)[size+int(n):]
	return s
}

// code is a text that is nearly always SUCCESS.
func (r *rowReader) code() string {
	n, size := binary.Uvarint(*r)
	if text := (*r)[size : size+int(n)]; string(text) != alipay.Success {
		return r.text()
	}
	*r = (*r)[size+int(n):]
	return alipay.Success
}

func (r *rowReader) number() int64 {
	n, size := binary.Varint(*r)
	*r = (*r)[size:]
	return n
}

// readDelivery takes a delivery apart.
func readDelivery(row extsort.Row) bufferedDelivery {
	id := len(row.Key) - 9
	d := bufferedDelivery{notifyID: string(row.Key[:id])}
	r := rowReader(row.Value[copy(d.digest[:], row.Value):])
	d.place, d.time = r.place(), r.number()
	d.batchNo = string(r)
	return d
}

// writeBadItems writes the items that do not parse, of accepted notifications.
func (a *applier) writeBadItems() error {
	for row, err := range a.waiting(a.badItems) {
		if err != nil {
			return err
		}
		r := rowReader(row.Value)
		p := r.place()
		if a.verdict(p) != accepted {
			continue
		}
		notifyID, batchNo, reason := r.text(), r.text(), r.text()
		err := a.malformed.Add(a.source.ID, p.line, p.no, int64(binary.BigEndian.Uint32(row.Key[8:])), a.source.Account, notifyID, batchNo, reason)
		if err != nil {
			return err
		}
		named := rejection{place: p, notifyID: notifyID, batchNo: batchNo, trades: alipay.TradeNumbersIn(reason)}
		if err := a.name(a.ctx, a.db, "MALFORMED_RESULT", named); err != nil {
			return err
		}
	}
	return nil
}

// millis is a time as the ledger keeps it; the zero time is NULL.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}
