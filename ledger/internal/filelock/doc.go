// Package filelock locks a file that is open, whatever name it was opened by: two names of
// one file, a symbolic or a hard link among them, are one lock. It never waits for the
// engine's own locks, which are of another kind.
package filelock
