package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A LogFollower follows the lines of a log from its first as far as the books know
// them. It does not matter where a log lies, what it is called, how it is packed
// and whether it has grown, been cut or been copied since.
type LogFollower struct {
	in      *Intake
	account int64
	kind    Kind
	at      Source // the segment that the last known line belongs to
	last    int64  // number of the last known line
	seq     int64  // of the entries
	entries []byte
}

// FollowLog begins before the first line of a log, or behind what is known of it.
func (in *Intake) FollowLog(account int64, kind Kind, known Part) (*LogFollower, error) {
	t := &LogFollower{in: in, account: account, kind: kind, last: known.Last}
	if known.Source == 0 {
		return t, nil
	}
	found, err := store.List(in.ctx, in.db, "source_one", scanSource, known.Source)
	if err == nil && len(found) == 0 {
		err = words.Errorf("source %d is missing: %w", known.Source, ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	t.at = found[0]
	return t, nil
}

// Follow reports whether the books know the next line, by its mark. It is not asked
// again after a line that they do not know.
func (t *LogFollower) Follow(m LineHash) (bool, error) {
	next := t.last + 1
	if t.at.ID != 0 && next <= t.at.LastLine() {
		known, err := t.matches(next, m)
		if known {
			t.last = next
		}
		if known || err != nil {
			return known, err
		}
	}
	// The segment ends here, or the text goes on otherwise than it does.
	found, err := store.List(t.in.ctx, t.in.db, "source_by_head", scanSource, m[:], t.account, string(t.kind), next)
	if err != nil || len(found) == 0 {
		return false, err
	}
	t.at, t.last, t.entries = found[0], next, nil
	return true, nil
}

// matches reports whether a line of the segment has a mark.
func (t *LogFollower) matches(line int64, m LineHash) (bool, error) {
	n := line - t.at.FirstLine
	if seq := n / lineBlock; t.entries == nil || seq != t.seq {
		var err error
		if t.entries, err = readBlock(t.in.ctx, t.in.db, "line_mark_one", t.at.ID, seq); err != nil {
			return false, err
		}
		t.seq = seq
	}
	at := n % lineBlock * markBytes
	return at+markBytes <= int64(len(t.entries)) && bytes.Equal(t.entries[at:at+markBytes], m[:]), nil
}

// Known returns the source and the line that the books know the log up to; 0 and
// 0 where they do not know its first line.
func (t *LogFollower) Known() (source, line int64) { return t.at.ID, t.last }

// BarePosts counts the lines that the books know of the log which tell of a POST to
// notify_url without a body.
func (t *LogFollower) BarePosts() (int64, error) {
	segments, err := segmentsOf(t.in.ctx, t.in.db, Part{Source: t.at.ID, Last: t.last})
	if err != nil {
		return 0, words.Errorf("count deliveries without bodies: %w", err)
	}
	n := int64(0)
	for _, s := range segments {
		n += s.BarePosts
	}
	return n, nil
}

// readBlock reads a row of marks or verdicts.
func readBlock(ctx context.Context, db store.Runner, name string, source, seq int64) (block []byte, err error) {
	err = store.QueryRow(ctx, db, name, []any{source, seq}, &block)
	if errors.Is(err, sql.ErrNoRows) {
		err = words.Errorf("the marks %d of source %d are missing: %w", seq, source, ErrDamaged)
	}
	return block, err
}
