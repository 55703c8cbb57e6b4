package ledger

import (
	"database/sql"
	"slices"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// dedupeLimit is how many notify_ids the books are asked about in one statement.
const dedupeLimit = 500

// An acceptedNotification is the content that counts for one notify_id.
type acceptedNotification struct {
	bufferedDelivery
	source   int64 // that holds it
	sent     int64 // the earliest time of its deliveries
	earliest place // of the earliest of them, where that is another one of the open source
}

// A movedDelivery is one that gives its items another time: the earliest of all
// deliveries of their content, which stands at a place.
type movedDelivery struct {
	at     int64 // milliseconds
	source int64
	place
}

// dedupe decides every delivery, notify_id by notify_id and in the order of the
// captures. Those of other content than the one that stands are left waiting.
func (a *applier) dedupe() error {
	if err := store.QueryRow(a.ctx, a.db, "notification_any", nil, &a.hasNotifications); err != nil {
		return err
	}
	if err := store.QueryRow(a.ctx, a.db, "answer_any", nil, &a.hasAnswers); err != nil {
		return err
	}
	a.names.known = a.hasNotifications
	var block []bufferedDelivery
	ids := 0
	for row, err := range a.waiting(a.deliveries) {
		if err != nil {
			return err
		}
		d := readDelivery(row)
		if len(block) == 0 || block[len(block)-1].notifyID != d.notifyID {
			if ids++; ids > dedupeLimit {
				if err := a.dedupeBlock(block); err != nil {
					return err
				}
				block, ids = block[:0], 1
			}
		}
		block = append(block, d)
	}
	if err := a.dedupeBlock(block); err != nil {
		return err
	}
	return a.names.close()
}

// dedupeBlock decides the deliveries of some notify_ids.
func (a *applier) dedupeBlock(block []bufferedDelivery) error {
	if len(block) == 0 {
		return nil
	}
	known, err := a.knownOf(block)
	if err != nil {
		return err
	}
	var s *acceptedNotification
	for _, d := range block {
		if s == nil || s.notifyID != d.notifyID {
			if err := a.accept(s); err != nil {
				return err
			}
			if s = known[d.notifyID]; s == nil {
				s = &acceptedNotification{bufferedDelivery: d, source: a.source.ID, sent: d.time}
				a.count(d.place, accepted)
				continue
			}
		}
		a.dedupeAgain(s, d)
	}
	return a.accept(s)
}

// dedupeAgain decides a delivery of a notify_id that has a content.
func (a *applier) dedupeAgain(s *acceptedNotification, d bufferedDelivery) {
	if d.digest != s.digest {
		return
	}
	a.count(d.place, duplicate)
	if d.time < s.sent {
		s.sent, s.earliest = d.time, d.place
	}
}

// accept notes what the deliveries of a content have come to. A notification's time is the earliest of its deliveries, so that the
// order in which files are read does not matter.
func (a *applier) accept(s *acceptedNotification) error {
	if s == nil || s.sent == s.time {
		return nil
	}
	moved := movedDelivery{s.sent, s.source, s.place}
	if s.source == a.source.ID {
		a.moved[s.place] = moved
		return nil
	}
	a.moved[s.earliest] = moved
	if _, err := store.Exec(a.ctx, a.db, "notification_earlier", s.sent, s.batchNo, a.source.Account, s.notifyID); err != nil {
		return err
	}
	a.sums.day(s.time, -1, 0)
	a.sums.day(s.sent, 1, 0)
	a.restated = true
	_, err := store.Exec(a.ctx, a.db, "repeated_batch_moved", a.source.ID, s.batchNo, a.source.Account)
	return err
}

// knownOf returns what the books have for the notify_ids of a block. Those that they lack are
// taken in with the batch of their first delivery, which is what will stand.
func (a *applier) knownOf(block []bufferedDelivery) (map[string]*acceptedNotification, error) {
	known := map[string]*acceptedNotification{}
	names, err := a.namesKnown(block)
	if err != nil || len(names) == 0 {
		return known, err
	}
	for rows, err := range a.lookupNamed("notification_known", names) {
		if err != nil {
			return nil, err
		}
		s := &acceptedNotification{}
		var digest sql.RawBytes
		if err := rows.Scan(&s.notifyID, &s.batchNo, &digest, &s.sent, &s.source, &s.line, &s.no); err != nil {
			return nil, err
		}
		if copy(s.digest[:], digest) != len(alipay.Digest{}) {
			return nil, ErrDamaged
		}
		s.time = s.sent
		known[s.notifyID] = s
	}
	if len(known) != len(names) {
		return nil, ErrDamaged // a name without its notification
	}
	return known, nil
}

// namesKnown returns the notify_ids of a block that the books have, with their batches.
func (a *applier) namesKnown(block []bufferedDelivery) (names []named, err error) {
	block = slices.CompactFunc(slices.Clone(block), func(d, e bufferedDelivery) bool { return d.notifyID == e.notifyID })
	ids := make([]string, len(block))
	for i, d := range block {
		ids[i] = d.notifyID
	}
	if err := a.names.read(ids); err != nil {
		return nil, err
	}
	for _, d := range block {
		batch, ok, err := a.names.batchOf(d.notifyID, d.batchNo)
		if err != nil {
			return nil, err
		}
		if ok {
			names = append(names, named{d.notifyID, batch})
		}
	}
	return names, nil
}
