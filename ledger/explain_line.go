package ledger

import (
	"context"
	"database/sql"
	"path"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A LineStory is what became of one line of a file, of one reading of it.
type LineStory struct {
	Place   Place
	Kind    Kind
	Run     int64  // that read it
	Fate    string // "accepted", "duplicate", "rejected" or "ignored"; "" where the books do not tell
	Content Story  // what was read in it
}

// ExplainLine returns what became of a line of a file, of each reading of it that reached the
// line, the newest first; nothing where none did. The file is named by its path or the end of
// it.
func (l *Ledger) ExplainLine(ctx context.Context, account int64, file string, line int64) ([]LineStory, error) {
	file = path.Clean(file)
	readings, err := store.List(ctx, l.db.Reader(), "explain_sources", scanReading, account, file, line)
	if err != nil {
		return nil, words.Errorf("explain %s:%d: %w", file, line, err)
	}
	var all []LineStory
	for _, r := range readings {
		if r.path != file && !strings.HasSuffix(r.path, "/"+file) {
			continue // what LIKE takes for a wildcard
		}
		s := LineStory{Place: Place{r.path, line}, Kind: r.kind, Run: r.run}
		if err := l.readLine(ctx, r, &s); err != nil {
			return nil, words.Errorf("explain %s:%d: %w", file, line, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// A reading is a source with how far it goes.
type reading struct {
	id, first, run int64
	path           string
	kind           Kind
}

func scanReading(rows *sql.Rows) (r reading, err error) {
	err = rows.Scan(&r.id, &r.path, &r.kind, &r.first, &r.run)
	return r, err
}

// readLine sets what became of a line that a reading holds.
func (l *Ledger) readLine(ctx context.Context, r reading, s *LineStory) (err error) {
	if s.Content, err = l.story(ctx, "explain_line", r.id, s.Place.Line); err != nil {
		return err
	}
	at := s.Place.Line - r.first
	for verdicts, err := range store.Stream(ctx, l.db.Reader(), "line_verdict_one", scanBlob, r.id, at/lineBlock) {
		if err != nil {
			return err
		}
		if n := at % lineBlock; n < int64(len(verdicts)) {
			s.Fate = verdict(verdicts[n]).word()
			return nil
		}
	}
	s.Fate = s.Content.fate()
	return nil
}

func scanBlob(rows *sql.Rows) (b []byte, err error) {
	err = rows.Scan(&b)
	return b, err
}

// word is a verdict in a word.
func (v verdict) word() string {
	switch v {
	case accepted:
		return "accepted"
	case duplicate:
		return "duplicate"
	case rejected:
		return "rejected"
	case ignored:
		return "ignored"
	}
	return ""
}

// fate is what became of a line of a file that has no verdicts, as its content tells.
func (s Story) fate() string {
	for _, e := range s.Events {
		if e.Kind == EventRejected {
			return "rejected"
		}
	}
	if len(s.Events) > 0 {
		return "accepted"
	}
	return ""
}
