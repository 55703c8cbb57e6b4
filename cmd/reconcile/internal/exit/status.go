// Package exit has the exit statuses of the program and the signals that end it.
package exit

import "strconv"

// The exit statuses. The help of the program says what each means.
const (
	Done        = 0
	Failed      = 1
	Usage       = 2
	Findings    = 3
	Incomplete  = 4
	Locked      = 5
	Interrupted = 128 // plus the number of the signal
)

// Worse returns the one of two exit statuses that wins where several jobs ran.
func Worse(a, b int) int {
	for _, s := range []int{Failed, Incomplete, Findings} {
		if a == s || b == s {
			return s
		}
	}
	return max(a, b)
}

// A Status ends the program with an exit status that has been explained
// already.
type Status int

func (e Status) Error() string { return "exit status " + strconv.Itoa(int(e)) }

// With returns the error that ends the program with a status, nil for Done.
func With(status int) error {
	if status == Done {
		return nil
	}
	return Status(status)
}

// Succeeded reports whether a run that ended with an exit status is whole.
func Succeeded(status int) bool {
	return status == Done || status == Findings || status == Incomplete
}
