//go:build linux || darwin

package capture

import (
	"fmt"
	"syscall"
)

func (d *folder) free() (int64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &fs); err != nil {
		return 0, fmt.Errorf("%s: free room: %w", d.dir, err)
	}
	return int64(fs.Bavail) * int64(fs.Bsize), nil
}
