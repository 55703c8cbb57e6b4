package ledger

import (
	"database/sql"
	"errors"
	"slices"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// Stale reports whether what the books have of a log may be read otherwise now: with other
// keys, lines whose signature was bad, or what was taken while signatures were not checked
// (§3.1); and lines in which captures were not found in every form yet.
func (in *Intake) Stale(keys string, parts []Part) (bool, error) {
	for _, p := range parts {
		segments, err := segmentsOf(in.ctx, in.db, p)
		if err != nil {
			return false, err
		}
		for _, s := range segments {
			if s.Former && s.Rejected+s.Ignored > 0 {
				return true, nil
			}
			if s.Keys == keys {
				continue
			}
			if s.Keys == Unverified && s.Accepted+s.Rejected > 0 { // a rejected line may hold what was taken, too
				return true, nil
			}
			var bad int64
			if err := store.QueryRow(in.ctx, in.db, "source_bad", []any{s.ID}, &bad); err != nil || bad > 0 {
				return err == nil, err
			}
		}
	}
	return false, nil
}

// knownLines are the lines of a log that is read again, as the books know them.
type knownLines struct {
	in       *Intake
	segments []segment
	seq      int64  // of verdicts
	verdicts []byte // a block of the first segment
	good     int64  // deliveries whose captures the books have

	line    int64          // whose rejections these are
	source  int64          // of the line
	rejects []knownReject  // that no capture of the line has answered to yet
	alone   map[int64]bool // sources whose lines hold one capture each at most
}

// A knownReject is a capture of a line that was rejected.
type knownReject struct {
	no                              int64
	kind, notifyID, batchNo, reason string
}

// ReadAgain makes the open source one that repeats what the books have of a log. Of each
// capture, and of each line without one, NotifiedAgain or RequestedAgain is asked first.
func (in *Intake) ReadAgain(p Part) error {
	segments, err := segmentsOf(in.ctx, in.db, p)
	in.openSource.before = &knownLines{in: in, segments: segments, alone: map[int64]bool{}}
	return err
}

// verdict returns what became of a line, and the source that has it: waiting and 0 for one
// that is not known. Lines are asked for in order.
func (k *knownLines) verdict(line int64) (verdict, int64, error) {
	for len(k.segments) > 0 && line > min(k.segments[0].upTo, k.segments[0].LastLine()) {
		k.segments, k.verdicts = k.segments[1:], nil
	}
	if len(k.segments) == 0 {
		return waiting, 0, nil
	}
	s := k.segments[0]
	n := line - s.FirstLine
	if seq := n / lineBlock; k.verdicts == nil || seq != k.seq {
		var err error
		if k.verdicts, err = readBlock(k.in.ctx, k.in.db, "line_verdict_one", s.ID, seq); err != nil {
			return waiting, 0, err
		}
		k.seq = seq
	}
	if at := n % lineBlock; at < int64(len(k.verdicts)) {
		return verdict(k.verdicts[at]), s.ID, nil
	}
	return waiting, 0, words.Errorf("line %d of source %d has no verdict: %w", line, s.ID, ErrDamaged)
}

// recall makes the rejections of a line those that its captures answer to.
func (k *knownLines) recall(line, source int64, was verdict) error {
	if k.line == line {
		return nil
	}
	err := k.endRejects()
	k.line, k.source = line, source
	if was != rejected || err != nil {
		return err
	}
	k.rejects, err = store.List(k.in.ctx, k.in.db, "reject_at", scanKnownReject, source, line)
	return err
}

// endRejects ends the rejections of the last line that none of its captures has answered
// to, because they read otherwise now.
func (k *knownLines) endRejects() error {
	for _, r := range k.rejects {
		if r.kind != "row" && r.kind != "malformed" {
			continue
		}
		for _, name := range []string{"unread_read", "reject_read"} {
			if _, err := store.Exec(k.in.ctx, k.in.db, name, k.in.source.ID, k.source, k.line, r.no); err != nil {
				return err
			}
		}
	}
	k.rejects = nil
	return nil
}

func scanKnownReject(rows *sql.Rows) (r knownReject, err error) {
	err = rows.Scan(&r.no, &r.kind, &r.notifyID, &r.batchNo, &r.reason)
	return r, err
}

// take returns the first rejection that fits, once.
func (k *knownLines) take(fits func(knownReject) bool) (knownReject, bool) {
	i := slices.IndexFunc(k.rejects, fits)
	if i < 0 {
		return knownReject{}, false
	}
	r := k.rejects[i]
	k.rejects = slices.Delete(k.rejects, i, i+1)
	return r, true
}

// isAlone reports whether every line of a source held one capture at most, and would have
// been known to hold more.
func (k *knownLines) isAlone(source int64) (bool, error) {
	alone, asked := k.alone[source]
	if asked {
		return alone, nil
	}
	if err := store.QueryRow(k.in.ctx, k.in.db, "source_alone", []any{source}, &alone); err != nil {
		return false, err
	}
	k.alone[source] = alone
	return alone, nil
}

// countAgain counts a capture that is read as before.
func (in *Intake) countAgain(line int64, v verdict) { in.count(in.next(line), v) }

// rejectAgain rejects a capture once more: its finding stands.
func (in *Intake) rejectAgain(line int64, kind string, r knownReject) error {
	return in.reject(rejection{place: in.next(line), kind: kind, notifyID: r.notifyID, batchNo: r.batchNo, reason: r.reason})
}

// badOpen looks up what is said of a bad content; ok is false where nothing is, or no
// longer.
func (in *Intake) badOpen(d alipay.Digest) (notifyID, batchNo string, ok bool, err error) {
	err = store.QueryRow(in.ctx, in.db, "bad_signature_open", []any{d[:], in.source.Account}, &notifyID, &batchNo)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", false, nil
	}
	return notifyID, batchNo, err == nil, err
}

// markGood ends what is said of a bad content. done is false where nothing was.
func (in *Intake) markGood(d alipay.Digest) (done bool, err error) {
	n, err := store.Exec(in.ctx, in.db, "bad_signature_good", in.source.ID, d[:], in.source.Account)
	return n > 0, err
}

// markGoodAt ends what is said of the capture that was rejected in a line of a source.
func (in *Intake) markGoodAt(source, line int64, r knownReject) error {
	_, err := store.Exec(in.ctx, in.db, "bad_signature_good_at", in.source.ID, source, line, r.no)
	return err
}

// keepKnownGood records how many deliveries of the open source an earlier one has.
func (in *Intake) keepKnownGood() error {
	if in.before == nil {
		return nil
	}
	if err := in.before.endRejects(); err != nil || in.before.good == 0 {
		return err
	}
	_, err := store.Exec(in.ctx, in.db, "source_known_good", in.before.good, in.source.ID)
	return err
}
