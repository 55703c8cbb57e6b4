//go:build !unix || aix || solaris

package filelock

import "os"

// Try is for systems whose locks of a whole file would meet those of the engine: there
// the lock goes by the name alone.
func Try(*os.File) (got bool, err error) { return true, nil }

// Wait locks nothing, as Try.
func Wait(*os.File) error { return nil }

// Free closes f.
func Free(f *os.File) error { return f.Close() }
