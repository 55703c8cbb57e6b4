package ledger

import "time"

// A Kind says what a source is evidence of.
type Kind string

// The kinds of sources, named as in the configuration.
const (
	Notify   Kind = "notify"
	Orders   Kind = "orders"
	Requests Kind = "requests"
	Bills    Kind = "bills"
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

// A Source is a stretch of one file that was read in one run: the whole file,
// a member of an archive, or what a log has grown by.
type Source struct {
	ID        int64
	Root      int64 // the first source of the file; ID itself for that one
	Run       int64
	Account   int64
	Kind      Kind
	Path      string    // as it is shown; an archive's members are "a.zip/member.csv"
	SHA256    string    // hex, of the file's bytes from its beginning to End
	Start     int64     // the first byte that was read
	End       int64     // the byte after the last one that was read
	FirstLine int64     // the number of the first line, 1 where Start is 0
	Charset   string    // as it was found
	How       string    // how the charset was found
	Extra     int64     // parameters that are not the interface's
	First     time.Time // of the earliest notification or request; zero where there is none
	Last      time.Time // of the latest
	Counts
}

// LastLine is the number of the last line of the source.
func (s Source) LastLine() int64 { return s.FirstLine + s.Lines - 1 }

// A Place is where evidence stands: a file and a line, from 1.
type Place struct {
	File string `json:"file"`
	Line int64  `json:"line"`
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
	Root      int64     // the source that reads it from its beginning; 0 where it was refused
	Counts              // of the whole file, whichever run read which part
}
