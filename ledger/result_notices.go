package ledger

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"

	"reconcile/ledger/internal/extsort"
	"reconcile/ledger/internal/store"
	"reconcile/words"
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
	group []byte                                        // the trade that ids are about
	most  int                                           // that are held in memory
	ids   []noticeID                                    // by place
	ask   func(r *ResultRow, at notice) (string, error) // of a group that is too large
}

// A notice is where a notification stands in the books.
type notice struct{ source, line, capture int64 }

// A noticeID is a notification of a group.
type noticeID struct {
	at       notice
	notifyID string
}

// maxNotices is how many notifications of one trade are held in memory.
const maxNotices = 4096

// newNoticeReader sorts the notifications of an account. It has to be closed.
func newNoticeReader(ctx context.Context, l *Ledger, account int64, most int) (*noticeReader, error) {
	r := &noticeReader{sorter: extsort.New(l.db.Dir(), &l.pool), most: most}
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
	notifyID, trades string
	at               notice
}

func scanNamedTrades(c *store.Cursor) namedTrades {
	return namedTrades{c.Text(0), c.Text(4), notice{c.Number(1), c.Number(2), c.Number(3)}}
}

func (r *noticeReader) fill(ctx context.Context, db store.DB, account int64) error {
	var key, value []byte
	for n, err := range store.Values(ctx, db, "result_notices", scanNamedTrades, account) {
		if err != nil {
			return err
		}
		trades, err := textsOf(n.trades)
		if err != nil {
			return words.Errorf("read the trades of notification %s: %w", n.notifyID, err)
		}
		for _, trade := range trades {
			key, value = append(key[:0], trade...), append(n.at.append(value[:0]), n.notifyID...)
			if err := r.sorter.Add(key, value); err != nil {
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

func (n notice) append(b []byte) []byte {
	for _, v := range []int64{n.source, n.line, n.capture} {
		b = binary.AppendVarint(b, v)
	}
	return b
}

// readNoticeID reads what append has written, and the notify_id behind it.
func readNoticeID(b []byte) noticeID {
	var part [3]int64
	for i := range part {
		n, size := binary.Varint(b)
		part[i], b = n, b[size:]
	}
	return noticeID{notice{part[0], part[1], part[2]}, string(b)}
}

// compare orders the notifications of a group by their places.
func (n noticeID) compare(at notice) int {
	return cmp.Or(cmp.Compare(n.at.source, at.source), cmp.Compare(n.at.line, at.line), cmp.Compare(n.at.capture, at.capture))
}

func (r *noticeReader) advance() {
	var err error
	if r.row, err, r.more = r.next(); err != nil {
		r.err, r.more = err, false
	}
}

// of is the notify_id of a result, which come in their order.
func (r *noticeReader) of(row *ResultRow, at notice) (string, error) {
	if row.TradeNo != string(r.group) {
		r.load(row.TradeNo)
	}
	if r.err != nil {
		return "", r.err
	}
	if i, ok := slices.BinarySearchFunc(r.ids, at, noticeID.compare); ok {
		return r.ids[i].notifyID, nil
	}
	return r.ask(row, at)
}

// load goes to the group of a trade, and holds the first of it.
func (r *noticeReader) load(tradeNo string) {
	r.group, r.ids = append(r.group[:0], tradeNo...), r.ids[:0]
	for r.more {
		order := bytes.Compare(r.row.Key, r.group)
		if order > 0 {
			break
		}
		if order == 0 && len(r.ids) < r.most {
			r.ids = append(r.ids, readNoticeID(r.row.Value))
		}
		r.advance()
	}
	slices.SortFunc(r.ids, func(a, b noticeID) int { return a.compare(b.at) })
}
