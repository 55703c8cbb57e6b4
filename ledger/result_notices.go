package ledger

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/store"
)

// A noticeReader tells which notification each result of all trades is of. Notifications
// stand by batch, and results by trade: sorting what all of them name takes a fraction of the
// time of looking each up.
type noticeReader struct {
	sorter *extsort.Sorter
	next   func() (extsort.Row, error, bool)
	stop   func()

	row   extsort.Row // the next one
	more  bool
	err   error
	group []byte                                        // the trade and batch that ids are about
	most  int                                           // that are held in memory
	ids   map[notice]string                             // by place
	key   []byte                                        // that was looked for
	ask   func(r *ResultRow, at notice) (string, error) // of a group that is too large
}

// A notice is where a notification stands in the books.
type notice struct{ source, line, capture int64 }

// maxNotices is how many notifications of one trade and batch are held in memory.
const maxNotices = 4096

// noticePlace is how many bytes of a key are the place.
const noticePlace = 3 * 8

// newNoticeReader sorts the notifications of an account. It has to be closed.
func newNoticeReader(ctx context.Context, l *Ledger, account int64, most int) (*noticeReader, error) {
	r := &noticeReader{sorter: extsort.New(l.db.Dir(), &l.pool), most: most, ids: map[notice]string{}}
	if err := r.fill(ctx, l.db, account); err != nil {
		return nil, errors.Join(err, r.sorter.Close())
	}
	r.next, r.stop = iter.Pull2(r.sorter.Sorted())
	r.advance()
	return r, nil
}

func (r *noticeReader) close() error {
	r.stop()
	return r.sorter.Close()
}

// A namedTrades is a notification and the trades that it names, a JSON array.
type namedTrades struct {
	batchNo, notifyID, trades string
	at                        notice
}

func scanNamedTrades(c *store.Cursor) namedTrades {
	return namedTrades{c.Text(0), c.Text(1), c.Text(5), notice{c.Number(2), c.Number(3), c.Number(4)}}
}

func (r *noticeReader) fill(ctx context.Context, db store.DB, account int64) error {
	var key []byte
	for n, err := range store.Values(ctx, db, "result_notices", scanNamedTrades, account) {
		if err != nil {
			return err
		}
		trades, err := textsOf(n.trades)
		if err != nil {
			return fmt.Errorf("read the trades of notification %s: %w", n.notifyID, err)
		}
		for _, trade := range trades {
			key = n.at.append(appendGroup(key[:0], trade, n.batchNo))
			if err := r.sorter.Add(key, []byte(n.notifyID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// textsOf reads a JSON array of texts.
func textsOf(array string) (texts []string, err error) {
	inner, begun := strings.CutPrefix(array, `["`)
	inner, ended := strings.CutSuffix(inner, `"]`)
	if begun && ended && !strings.Contains(inner, `\`) && !strings.Contains(inner, `", "`) {
		return strings.Split(inner, `","`), nil
	}
	err = json.Unmarshal([]byte(array), &texts)
	return texts, err
}

// appendGroup appends a trade and a batch, in the order of the results.
func appendGroup(b []byte, tradeNo, batchNo string) []byte {
	return append(append(append(append(b, tradeNo...), 0), batchNo...), 0)
}

func (n notice) append(b []byte) []byte {
	for _, v := range []int64{n.source, n.line, n.capture} {
		b = binary.BigEndian.AppendUint64(b, uint64(v))
	}
	return b
}

// noticeAt reads what append has written.
func noticeAt(b []byte) notice {
	part := func(i int) int64 { return int64(binary.BigEndian.Uint64(b[i*8:])) }
	return notice{part(0), part(1), part(2)}
}

func (r *noticeReader) advance() {
	var err error
	if r.row, err, r.more = r.next(); err != nil {
		r.err, r.more = err, false
	}
}

// of is the notify_id of a result, which come in their order.
func (r *noticeReader) of(row *ResultRow, at notice) (string, error) {
	r.key = appendGroup(r.key[:0], row.TradeNo, row.BatchNo)
	if !bytes.Equal(r.key, r.group) {
		r.load()
	}
	if r.err != nil {
		return "", r.err
	}
	if id, ok := r.ids[at]; ok {
		return id, nil
	}
	return r.ask(row, at)
}

// load goes to the group of the key, and holds the first of it.
func (r *noticeReader) load() {
	r.group = append(r.group[:0], r.key...)
	clear(r.ids)
	for r.more {
		end := len(r.row.Key) - noticePlace
		switch order := bytes.Compare(r.row.Key[:end], r.group); {
		case order > 0:
			return
		case order == 0 && len(r.ids) < r.most:
			r.ids[noticeAt(r.row.Key[end:])] = string(r.row.Value)
		}
		r.advance()
	}
}
