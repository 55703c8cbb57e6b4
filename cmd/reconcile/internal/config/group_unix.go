//go:build unix

package config

import (
	"io/fs"
	"syscall"
)

// inOwnGroup reports whether a file is of the group that its owner alone is in:
// by convention the one with the owner's own number. root's group has members.
func inOwnGroup(info fs.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && owner.Uid != 0 && owner.Uid == owner.Gid
}
