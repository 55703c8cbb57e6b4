//go:build unix

package runner

import (
	"io/fs"
	"os"
	"syscall"
)

// ownedBySelf reports whether a file is this user's.
func ownedBySelf(info fs.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Geteuid()
}
