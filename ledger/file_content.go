package ledger

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A FileContent is a file that was read whole, known by its bytes.
type FileContent struct {
	SHA256  string // hex, of the bytes that were read
	Bytes   int64  // how many they are
	Account int64
	Kind    Kind
	Path    string // where it was read first
	Run     int64  // that read it first
	Fresh   bool   // that run read something new in it
	Parts   []Part

	Settings string // of an export, what it was read under; see Intake.ExportAt
}

// KeepFileContent records the file that the intake has read, so that it is not read again.
func (in *Intake) KeepFileContent(c FileContent) error {
	for n, p := range c.Parts {
		if _, err := store.Exec(in.ctx, in.db, "content_add", c.SHA256, c.Account, string(c.Kind), n, c.Bytes, c.Path, p.Path, c.Run, bit(c.Fresh), p.Source, p.Last); err != nil {
			return err
		}
	}
	return nil
}

// FileContent looks up the file with these bytes (hex SHA-256); ok is false where the
// account has not read it.
func (in *Intake) FileContent(account int64, kind Kind, sha256 string) (c FileContent, ok bool, err error) {
	return in.content("content_list", account, kind, sha256)
}

// FileContentAt looks up what the account has read last at a path; ok is false where
// it has read nothing there. Of an archive it is the last member.
func (in *Intake) FileContentAt(account int64, kind Kind, path string) (c FileContent, ok bool, err error) {
	return in.content("content_at_path", account, kind, path)
}

// HasFileOfSize reports whether the account has read any file of so many bytes.
func (in *Intake) HasFileOfSize(account int64, kind Kind, bytes int64) (bool, error) {
	var found int64
	if err := store.QueryRow(in.ctx, in.db, "content_sized", []any{bytes, account, string(kind)}, &found); err != nil {
		return false, words.Errorf("look up files of %d bytes: %w", bytes, err)
	}
	return found > 0, nil
}

func (in *Intake) content(name string, account int64, kind Kind, key string) (c FileContent, ok bool, err error) {
	c = FileContent{Account: account, Kind: kind}
	for rows, err := range store.Query(in.ctx, in.db, name, key, account, string(kind)) {
		var p Part
		if err == nil {
			err = rows.Scan(&c.SHA256, &c.Bytes, &c.Path, &c.Run, &c.Fresh, &p.Path, &p.Source, &p.Last)
		}
		if err != nil {
			return FileContent{}, false, words.Errorf("look up a file that was read: %w", err)
		}
		c.Parts = append(c.Parts, p)
	}
	return c, len(c.Parts) > 0, nil
}

// A Summary is what the ledger holds of a file, whichever runs read it.
type Summary struct {
	Charset, How string // of the last part
	Extra        int64
	BarePosts    int64
	First, Last  time.Time // of the earliest and the latest notification or request
	Counts
}

// Summarize adds up the parts of a file. The intake is settled.
func (in *Intake) Summarize(parts []Part) (Summary, error) {
	var s Summary
	for _, p := range parts {
		segments, err := segmentsOf(in.ctx, in.db, p)
		for i := 0; err == nil && i < len(segments); i++ {
			err = segments[i].truncate(in.ctx, in.db)
			s.add(segments[i].Source)
		}
		if err != nil {
			return Summary{}, words.Errorf("sum what was read of %s: %w", p.Path, err)
		}
	}
	return s, nil
}

// Signatures counts the notifications of a log whose signature is good, re-deliveries
// among them, and those whose signature is bad. The intake is settled.
func (in *Intake) Signatures(parts []Part) (good, bad int64, err error) {
	for _, p := range parts {
		segments, err := segmentsOf(in.ctx, in.db, p)
		if err != nil {
			return 0, 0, words.Errorf("count signatures of %s: %w", p.Path, err)
		}
		for _, s := range segments {
			var g, b int64
			if err := store.QueryRow(in.ctx, in.db, "source_signatures", []any{s.ID, s.upTo}, &g, &b); err != nil {
				return 0, 0, words.Errorf("count signatures of %s: %w", p.Path, err)
			}
			good, bad = good+g, bad+b
		}
	}
	return good, bad, nil
}

func (s *Summary) add(source Source) {
	s.Charset, s.How = source.Charset, source.How
	s.Extra += source.Extra
	s.BarePosts += source.BarePosts
	s.Counts = s.Counts.Add(source.Counts)
	all := span{s.First, s.Last}
	for _, t := range []time.Time{source.First, source.Last} {
		if !t.IsZero() {
			all.include(t)
		}
	}
	s.First, s.Last = all.first, all.last
}

// A segment is a source up to a line.
type segment struct {
	Source
	upTo int64
}

// segmentsOf returns the segments that a part is made of, the first line's first.
func segmentsOf(ctx context.Context, db store.Runner, p Part) ([]segment, error) {
	var all []segment
	upTo := p.Last
	if upTo == 0 {
		upTo = math.MaxInt64
	}
	for id := p.Source; id != 0; {
		found, err := store.List(ctx, db, "source_one", scanSource, id)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, words.Errorf("source %d is missing: %w", id, ErrDamaged)
		}
		all = append(all, segment{found[0], upTo})
		id, upTo = found[0].Prior, found[0].FirstLine-1
	}
	slices.Reverse(all)
	return all, nil
}

// truncate leaves of the source's sums what is up to the line, as where a
// copy of a log was made before the log was read.
func (s *segment) truncate(ctx context.Context, db store.Runner) error {
	if s.upTo >= s.LastLine() {
		return nil
	}
	left := s.upTo - s.FirstLine + 1
	s.Counts = Counts{}
	for seq := int64(0); left > 0; seq++ {
		verdicts, err := readBlock(ctx, db, "line_verdict_one", s.ID, seq)
		if err != nil {
			return err
		}
		for _, v := range verdicts[:min(left, int64(len(verdicts)))] {
			s.Counts.add(verdict(v), 1)
			left--
		}
	}
	var first, last sql.NullInt64
	err := store.QueryRow(ctx, db, "source_partial", []any{s.ID, s.upTo}, &s.Extra, &first, &last)
	s.First, s.Last = maybeMoment(first), maybeMoment(last)
	return err
}
