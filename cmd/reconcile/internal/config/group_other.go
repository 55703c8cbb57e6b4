//go:build !unix

package config

import "io/fs"

// inOwnGroup is never sure where files have no groups.
func inOwnGroup(fs.FileInfo) bool { return false }

// otherOwner knows of no owners.
func otherOwner(fs.FileInfo) (owner uint32, other bool) { return 0, false }
