package files

// A Verdict is what a reader makes of one line. Whether what was read is
// accepted or a duplicate is the ledger's to say.
type Verdict int

// The verdicts.
const (
	Ignored      Verdict = iota // none of ours: another service, a preamble, a footer
	Read                        // holds what was looked for
	Rejected                    // ought to hold it and does not; there is a reason
	BadSignature                // a notification that nobody vouches for
)

// A RefusedError says why a file is refused whole (§3): it is damaged, it is of
// a kind that is not read, or it cannot be read at all.
type RefusedError struct{ Reason string }

func (e *RefusedError) Error() string { return e.Reason }
