package store

import (
	"fmt"
	"os"
	"os/user"
	"time"

	"reconcile/words"
)

// Self names this process to others that wait for a lock of it: its user, its number and
// its host.
func Self() string {
	name := fmt.Sprintf("user %d", os.Getuid())
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	text := fmt.Sprintf("%s, pid %d", name, os.Getpid())
	if host, err := os.Hostname(); err == nil {
		text += " on " + host
	}
	return text
}

// A LockedBy is ErrLocked with who holds the lock.
type LockedBy struct {
	Holder string    // its user, number and host, see Self
	Since  time.Time // when it took the lock
}

func (l *LockedBy) Error() string { return ErrLocked.Error() + ": " + l.Holder }

// In is what Error says in a language.
func (l *LockedBy) In(lang words.Language) string {
	return lang.Sprintf("%s: %s", ErrLocked, l.Holder)
}

func (l *LockedBy) Unwrap() error { return ErrLocked }

// Locked is a LockedBy, or ErrLocked where the holder has no name.
func Locked(holder string, since time.Time) error {
	if holder == "" {
		return ErrLocked
	}
	return &LockedBy{holder, since}
}
