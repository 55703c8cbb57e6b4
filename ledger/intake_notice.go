package ledger

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger/internal/extsort"
	"reconcile/words"
)

// A bufferedNotice is a delivery as it is written, once its verdict is known.
type bufferedNotice struct {
	batchNo, notifyID string
	place
	digest                       []byte
	time                         int64 // milliseconds
	logged                       int64 // milliseconds; 0 where the log does not say
	successNum, successes, extra int64
	trades                       string // of its items, a JSON array
}

// bufferNotice keeps a delivery by the key of notification and redelivery.
func (in *Intake) bufferNotice(c Delivery, p place, successes int64) error {
	n := &c.Notification
	b := &in.buf
	b.key = append(append(b.key[:0], n.BatchNo...), 0)
	b.key = append(append(b.key, n.NotifyID...), 0)
	b.key = binary.BigEndian.AppendUint64(b.key, p.key())
	b.value = b.place(append(b.value[:0], n.Digest[:]...), p)
	logged := int64(0)
	if !c.At.IsZero() {
		logged = c.At.UnixMilli()
	}
	for _, v := range []int64{n.NotifyTime.UnixMilli(), logged, int64(n.SuccessNum), successes, int64(n.Extra), int64(len(n.BatchNo))} {
		b.value = binary.AppendVarint(b.value, v)
	}
	b.value = appendTrades(b.value, c.Results)
	return in.batches.Add(b.key, b.value)
}

// appendTrades appends the trades of the items as a JSON array. They are digits (§5.2), which
// JSON quotes as Go does.
func appendTrades(b []byte, results []alipay.Result) []byte {
	b = append(b, '[')
	for i := range results {
		if results[i].Occurrence > 1 {
			continue
		}
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, results[i].TradeNo)
	}
	return append(b, ']')
}

// readNotice takes a delivery apart.
func readNotice(row extsort.Row) bufferedNotice {
	const size = len(alipay.Digest{})
	n := bufferedNotice{digest: bytes.Clone(row.Value[:size])} // which waits for its INSERT longer than the row lasts
	r := rowReader(row.Value[size:])
	n.place = r.place()
	n.time, n.logged, n.successNum, n.successes, n.extra = r.number(), r.number(), r.number(), r.number(), r.number()
	batch := int(r.number())
	key := string(row.Key[:len(row.Key)-9])
	n.batchNo, n.notifyID, n.trades = key[:batch], key[batch+1:], string(r)
	return n
}

// writeNotices writes the deliveries by batch: what is accepted as a notification, what
// came again beside it. It finds out which batches have more than one notification.
func (a *applier) writeNotices() error {
	var block []bufferedNotice
	batches := 0
	for row, err := range a.waiting(a.batches) {
		if err != nil {
			return err
		}
		n := readNotice(row)
		if len(block) == 0 || block[len(block)-1].batchNo != n.batchNo {
			if batches++; batches > dedupeLimit {
				if err := a.writeNoticeBlock(block); err != nil {
					return err
				}
				block, batches = block[:0], 1
			}
		}
		block = append(block, n)
	}
	return a.writeNoticeBlock(block)
}

func (a *applier) writeNoticeBlock(block []bufferedNotice) error {
	if len(block) == 0 {
		return nil
	}
	seen, err := a.batchesKnown(block)
	if err != nil {
		return err
	}
	for i := range block {
		n := &block[i]
		if a.verdict(n.place) != accepted {
			if err := a.deliverAgain(n); err != nil {
				return err
			}
			continue
		}
		if seen[n.batchNo] {
			a.restated = true
			if err := a.repeated.Add(n.batchNo, a.source.Account, a.source.ID); err != nil {
				return err
			}
		}
		seen[n.batchNo] = true
		if err := a.notify(n); err != nil {
			return err
		}
	}
	return nil
}

// notify writes an accepted delivery.
func (a *applier) notify(n *bufferedNotice) error {
	earliest := n.time
	if moved, ok := a.moved[n.place]; ok {
		earliest = moved.at
	}
	a.sums.notice(earliest, n.successNum, n.successes)
	return a.notices.Add(n.batchNo, a.source.Account, n.notifyID, n.digest, earliest, n.time, orNull(n.logged),
		n.successNum, n.successes, n.extra, a.source.ID, n.line, n.no, n.trades)
}

// deliverAgain writes a further delivery of a notify_id: the same again, or other content
// than the one that stands.
func (a *applier) deliverAgain(n *bufferedNotice) error {
	if a.verdict(n.place) == waiting {
		if err := a.contradict(n); err != nil {
			return err
		}
	}
	return a.again.Add(n.batchNo, a.source.Account, n.notifyID, a.source.ID, n.line, n.no, n.digest, n.time, orNull(n.logged),
		n.successNum, n.successes, n.extra)
}

// contradict rejects a delivery of other content than the one that stands.
func (a *applier) contradict(n *bufferedNotice) error {
	var trades []string
	if err := json.Unmarshal([]byte(n.trades), &trades); err != nil {
		return words.Errorf("read the trades of notification %s: %w", n.notifyID, err)
	}
	return a.reject(a.ctx, a.db, rejection{
		place: n.place, kind: "conflict", notifyID: n.notifyID, batchNo: n.batchNo, trades: trades,
		reason: "notify_id " + n.notifyID + " came before with other content; the first stands",
	})
}
