//go:build linux || openbsd || dragonfly

package importers

import (
	"io/fs"
	"syscall"

	"reconcile/ledger"
)

// statOf returns what identifies the state of a file; ok is false if the file system
// does not report when it was changed and its identity.
func statOf(info fs.FileInfo) (s ledger.Stat, ok bool) {
	sys, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ledger.Stat{}, false
	}
	return ledger.Stat{
		Size:     info.Size(),
		Modified: info.ModTime().UnixNano(),
		Changed:  sys.Ctim.Nano(),
		Device:   uint64(sys.Dev),
		Inode:    uint64(sys.Ino),
	}, true
}
