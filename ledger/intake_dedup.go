package ledger

import (
	"database/sql"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// judgedAtOnce is how many notify_ids the books are asked about in one statement.
const judgedAtOnce = 500

// A standing is the content that stands for one notify_id.
type standing struct {
	delivery
	known   bool  // the books had it before this source
	sent    int64 // the earliest time of its deliveries
	antedat int64 // the line of the earliest of them
}

// judge decides every delivery, notify_id by notify_id and in the order of the
// lines, and writes the notifications that are new.
func (t *settler) judge() error {
	if err := store.QueryRow(t.ctx, t.db, "notification_any", nil, &t.knows); err != nil {
		return err
	}
	var block []delivery
	ids := 0
	for row, err := range t.waiting(t.deliveries) {
		if err != nil {
			return err
		}
		d := readDelivery(row)
		if len(block) == 0 || block[len(block)-1].notifyID != d.notifyID {
			if ids++; ids > judgedAtOnce {
				if err := t.judgeBlock(block); err != nil {
					return err
				}
				block, ids = block[:0], 1
			}
		}
		block = append(block, d)
	}
	return t.judgeBlock(block)
}

// judgeBlock decides the deliveries of some notify_ids.
func (t *settler) judgeBlock(block []delivery) error {
	if len(block) == 0 {
		return nil
	}
	known, err := t.knownOf(block)
	if err != nil {
		return err
	}
	var s *standing
	for _, d := range block {
		if s == nil || s.notifyID != d.notifyID {
			if err := t.stand(s); err != nil {
				return err
			}
			if s = known[d.notifyID]; s == nil {
				s = &standing{delivery: d, sent: d.time}
				t.count(d.line, accepted)
				continue
			}
		}
		if err := t.judgeAgain(s, d); err != nil {
			return err
		}
	}
	return t.stand(s)
}

// judgeAgain decides a delivery of a notify_id that has a content.
func (t *settler) judgeAgain(s *standing, d delivery) error {
	if d.digest != s.digest {
		return t.reject(t.ctx, t.db, d.line, "conflict", d.notifyID, d.batchNo, "notify_id "+d.notifyID+" came before with other content; the first stands")
	}
	t.count(d.line, duplicate)
	if d.time < s.sent {
		s.sent, s.antedat = d.time, d.line
	}
	return nil
}

// stand writes what a content's deliveries have come to. A notification's time is
// the earliest of its deliveries, so that the order in which files are read does not
// matter.
func (t *settler) stand(s *standing) error {
	switch {
	case s == nil:
		return nil
	case !s.known:
		if s.sent != s.time {
			t.earlier[s.line] = s.sent
		}
		if err := t.batches.Add([]byte(s.batchNo), s.trades); err != nil {
			return err
		}
		t.sums.notice(s.successNum, s.successes)
		return t.notices.Add(s.notifyID, t.source.Account, s.batchNo, s.digest[:], s.sent, s.successNum, s.successes, t.source.ID, s.line)
	case s.antedat == 0:
		return nil
	}
	t.earlier[s.antedat] = s.sent
	if _, err := store.Exec(t.ctx, t.db, "notification_earlier", s.sent, s.notifyID, t.source.Account); err != nil {
		return err
	}
	t.restated = true
	_, err := store.Exec(t.ctx, t.db, "repeated_batch_moved", t.source.ID, s.batchNo, t.source.Account)
	return err
}

// knownOf returns what the books have for the notify_ids of a block.
func (t *settler) knownOf(block []delivery) (map[string]*standing, error) {
	known := map[string]*standing{}
	if !t.knows {
		return known, nil
	}
	var ids []string
	for _, d := range block {
		if len(ids) == 0 || ids[len(ids)-1] != d.notifyID {
			ids = append(ids, d.notifyID)
		}
	}
	for rows, err := range t.among("notification_known", ids) {
		if err != nil {
			return nil, err
		}
		s := &standing{known: true}
		var digest sql.RawBytes
		if err := rows.Scan(&s.notifyID, &s.batchNo, &digest, &s.sent); err != nil {
			return nil, err
		}
		if copy(s.digest[:], digest) != len(alipay.Digest{}) {
			return nil, ErrDamaged
		}
		known[s.notifyID] = s
	}
	return known, nil
}
