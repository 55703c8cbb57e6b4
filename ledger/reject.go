package ledger

import (
	"context"
	"database/sql"
	"iter"

	"reconcile/ledger/internal/store"
)

// A Reject is one input line that was not taken, or of which a capture was not, and why:
// the reasons of its captures, one after the other.
type Reject struct {
	File   string `json:"file"`
	Line   int64  `json:"line"`
	Reason string `json:"reason"`
}

// Rejects yields the rejected lines of the inputs of a run, file by file, under
// the names that the run found them by.
func (l *Ledger) Rejects(ctx context.Context, run int64) iter.Seq2[Reject, error] {
	return func(yield func(Reject, error) bool) {
		parts, err := store.List(ctx, l.db.Reader(), "run_part_list", scanPart, run)
		if err != nil {
			yield(Reject{}, err)
			return
		}
		for _, p := range parts {
			for r, err := range rejectsOf(ctx, l.db.Reader(), p) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

func rejectsOf(ctx context.Context, db store.Runner, p Part) iter.Seq2[Reject, error] {
	return func(yield func(Reject, error) bool) {
		segments, err := segmentsOf(ctx, db, p)
		if err != nil {
			yield(Reject{}, err)
			return
		}
		for _, s := range segments {
			for r, err := range perLine(store.Stream(ctx, db, "reject_of", scanReject, s.ID, s.upTo)) {
				r.File = p.Path
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// perLine joins the rejected captures of each line.
func perLine(rejects iter.Seq2[Reject, error]) iter.Seq2[Reject, error] {
	return func(yield func(Reject, error) bool) {
		var line Reject
		for r, err := range rejects {
			switch {
			case err != nil:
				yield(Reject{}, err)
				return
			case line.Line == r.Line:
				line.Reason += "; " + r.Reason
				continue
			case line.Line > 0 && !yield(line, nil):
				return
			}
			line = r
		}
		if line.Line > 0 {
			yield(line, nil)
		}
	}
}

func scanPart(rows *sql.Rows) (p Part, err error) {
	err = rows.Scan(&p.Path, &p.Source, &p.Last)
	return p, err
}

func scanReject(rows *sql.Rows) (r Reject, err error) {
	err = rows.Scan(&r.Line, &r.Reason)
	return r, err
}
