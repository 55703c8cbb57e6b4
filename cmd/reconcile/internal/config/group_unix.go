//go:build unix

package config

import (
	"io/fs"
	"os"
	"syscall"
)

// inOwnGroup reports whether a file is of the group that its owner alone is in:
// by convention the one with the owner's own number. root's group has members.
func inOwnGroup(info fs.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && owner.Uid != 0 && owner.Uid == owner.Gid
}

// otherOwner returns the number of the user that a file belongs to, where that is neither
// the one that runs this nor root.
func otherOwner(info fs.FileInfo) (owner uint32, other bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return stat.Uid, stat.Uid != 0 && int(stat.Uid) != os.Geteuid()
}
