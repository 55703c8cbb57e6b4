//go:build linux || darwin

package capture

import (
	"syscall"

	"reconcile/words"
)

func (d *folder) free() (int64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &fs); err != nil {
		return 0, words.Errorf("%s: free room: %w", d.dir, err)
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil
}
