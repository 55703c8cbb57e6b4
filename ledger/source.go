package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"reconcile/ledger/internal/store"
)

// A Kind is what a source is evidence of.
type Kind string

// The kinds of sources, named as in the configuration.
const (
	Notify   Kind = "notify"
	Orders   Kind = "orders"
	Requests Kind = "requests"
	Bills    Kind = "bills"
	Answers  Kind = "answers"
)

// Counts are the lines of a file by what became of them:
// Lines = Accepted + Duplicate + Rejected + Ignored.
type Counts struct {
	Lines     int64 `json:"lines"`
	Accepted  int64 `json:"accepted"`
	Duplicate int64 `json:"duplicate"`
	Rejected  int64 `json:"rejected"`
	Ignored   int64 `json:"ignored"`
}

// Add returns the sum of c and o.
func (c Counts) Add(o Counts) Counts {
	return Counts{c.Lines + o.Lines, c.Accepted + o.Accepted, c.Duplicate + o.Duplicate, c.Rejected + o.Rejected, c.Ignored + o.Ignored}
}

// Unverified is Source.Keys of what was read while signatures were not checked.
const Unverified = "off"

// A Source is a segment of lines that was read in one run: of a whole file, of a
// member of an archive, or of what a log has grown by.
type Source struct {
	ID        int64
	Prior     int64 // the source that this one reads on from; 0 for what begins with line 1
	Run       int64
	Account   int64
	Kind      Kind
	Path      string    // as it is shown; an archive's members are "a.zip/member.csv"
	FirstLine int64     // the number of the first line, 1 where Prior is 0
	Former    bool      // of a log: it was read before captures were found in every form (contract 3.1)
	Keys      string    // which keys its lines were read with; Unverified where none is asked
	Charset   string    // as it was found
	How       string    // how the charset was found
	BarePosts int64     // POSTs to notify_url without a body
	Extra     int64     // parameters that are not the interface's
	First     time.Time // of the earliest notification or request; zero where there is none
	Last      time.Time // of the latest
	Counts
}

func scanSource(rows *sql.Rows) (s Source, err error) {
	var first, last sql.NullInt64
	err = rows.Scan(&s.ID, &s.Prior, &s.Run, &s.Account, &s.Kind, &s.Path, &s.FirstLine, &s.Charset, &s.How, &s.Extra,
		&s.Lines, &s.Accepted, &s.Duplicate, &s.Rejected, &s.Ignored, &first, &last, &s.Keys, &s.BarePosts, &s.Former)
	s.First, s.Last = maybeMoment(first), maybeMoment(last)
	return s, err
}

// record writes what is known of a source that is closed. head is the mark of its first
// line, nil where it has none.
func (s Source) record(ctx context.Context, db store.Runner, head []byte) error {
	c := s.Counts
	_, err := store.Exec(ctx, db, "source_close", head, s.Charset, s.How, s.Extra,
		c.Lines, c.Accepted, c.Duplicate, c.Rejected, c.Ignored, millis(s.First), millis(s.Last), s.ID)
	return err
}

// LastLine is the number of the last line of the source.
func (s Source) LastLine() int64 { return s.FirstLine + s.Lines - 1 }

// A Place is where evidence is: a file and a line, from 1. What a person attests is in no
// file: File says "act A12" then, which ActPath reads, and the JSON has "act": "A12" in its
// place.
type Place struct {
	File string
	Line int64 // 0 where the evidence is no line: an act, or a pattern, whose file is missing
}

// placeOf is where evidence is, as a source and a line of the books say it.
func placeOf(path string, line int64) Place {
	if _, isAct := ActPath(path); isAct {
		line = 0
	}
	return Place{path, line}
}

// MarshalJSON prints a place as {"file","line"}, and an act as {"act"}.
func (p Place) MarshalJSON() ([]byte, error) {
	if no, isAct := ActPath(p.File); isAct {
		return json.Marshal(struct {
			Act string `json:"act"`
		}{ActID(no)})
	}
	return json.Marshal(struct {
		File string `json:"file"`
		Line int64  `json:"line,omitempty"`
	}{p.File, p.Line})
}

// A RunFile is one input of one run, as the run found it.
type RunFile struct {
	Path      string
	Kind      Kind
	SHA256    string // hex, of the whole file; empty where it could not be read
	Size      int64
	Charset   string
	How       string // how the charset was found
	Extra     int64
	First     time.Time // of the earliest notification or request; zero where there is none
	Last      time.Time // of the latest
	Unchanged bool      // an earlier run has read these very bytes
	Refused   string    // why the file was refused whole; empty where it was not
	Unread    string    // what of it was not read, so that nothing may become money; empty for nothing
	Left      int64     // bytes of an unfinished last line, which is left to a later run
	Parts     []Part    // what the ledger holds of it; none where it was refused
	Counts              // of the whole file, whichever run read which part
}

// A Part is what the ledger holds of one text, a file or a member of an archive:
// the lines of a source up to one, and what that source reads on from.
type Part struct {
	Path   string // as it is shown; an archive's members are "a.zip/member.csv"
	Source int64
	Last   int64 // number of the last line; 0 where all of it is meant
}

// A verdict is what became of a line; it is kept with the line's mark.
type verdict byte

const (
	waiting verdict = iota // for the verdict, which is decided when the source is closed
	accepted
	duplicate
	rejected
	ignored
)

// add counts n lines.
func (c *Counts) add(v verdict, n int64) {
	c.Lines += n
	switch v {
	case accepted:
		c.Accepted += n
	case duplicate:
		c.Duplicate += n
	case rejected:
		c.Rejected += n
	case ignored:
		c.Ignored += n
	}
}
