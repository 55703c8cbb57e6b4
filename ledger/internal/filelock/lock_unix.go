//go:build unix && !aix && !solaris

package filelock

import (
	"errors"
	"os"
	"syscall"
)

// Try locks f at once or not at all. The lock ends when f is closed, or the process
// ends.
func Try(f *os.File) (got bool, err error) {
	err = lock(f, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// Wait locks f once nobody else does.
func Wait(f *os.File) error { return lock(f, syscall.LOCK_EX) }

// Free unlocks f and closes it. Closing alone would not do: a process that is started at this
// moment has the file open, too, until it is another program.
func Free(f *os.File) error { return errors.Join(lock(f, syscall.LOCK_UN), f.Close()) }

func lock(f *os.File, how int) error {
	for {
		err := syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
