package ledger

// OutcomeOf is the outcome of a run with an input that leaves findings.
func OutcomeOf(in RunInput, open []Tally) Outcome { return in.outcome(open) }
