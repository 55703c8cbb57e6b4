package postgres

import "time"

// SetLease sets how long a transaction of a program that only reads files may do nothing,
// and returns how long that was.
func SetLease(d time.Duration) (before time.Duration) {
	before, lease = lease, d
	return before
}
