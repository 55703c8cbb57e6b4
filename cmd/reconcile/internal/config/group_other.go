//go:build !unix

package config

import "io/fs"

// inOwnGroup is never sure where files have no groups.
func inOwnGroup(fs.FileInfo) bool { return false }
