package files

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// appleDouble begins a file in which a Mac keeps what another file system has no place
// for (RFC 1740, appendix B).
const appleDouble = "\x00\x05\x16\x07"

// isLitter reports whether a member is what the system of the person who packed the
// archive has put into it, and nobody wrote: it is no member then (§3.4). A file ._x
// outside of __MACOSX/ is only if its bytes say so, because a log may be called so.
func isLitter(name string, f *zip.File) bool {
	path := strings.FieldsFunc(name, isSlash)
	if len(path) == 0 {
		return false
	}
	if path[0] == "__MACOSX" && len(path) > 1 {
		return true
	}
	base := path[len(path)-1]
	return isSystemFile(base) || strings.HasPrefix(base, "._") && beginsWith(f.Open, appleDouble)
}

// isSystemFile reports whether a file belongs to the system that shows a folder.
func isSystemFile(base string) bool {
	return slices.ContainsFunc([]string{".DS_Store", "Thumbs.db", "desktop.ini"}, func(name string) bool { return strings.EqualFold(base, name) })
}

// officeLock is the most that a file ~$x.xlsx has, in bytes, with which Excel and WPS tell
// who has x.xlsx open.
const officeLock = 512

// IsLitter reports whether a file in a folder is what the system or an office program of the
// person who looked into it has put there, and nobody wrote.
func IsLitter(path string) bool {
	base := filepath.Base(path)
	switch {
	case isSystemFile(base):
		return true
	case strings.HasPrefix(base, "._"):
		return beginsWith(func() (io.ReadCloser, error) { return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) }, appleDouble) // a pipe is not waited for
	case strings.HasPrefix(base, "~$"):
		info, err := os.Stat(path)
		return err == nil && info.Size() <= officeLock
	}
	return false
}

// isFolder reports whether a member is a folder; those of .NET end with a backslash.
func isFolder(name string, f *zip.File) bool {
	return strings.HasSuffix(name, "/") || strings.HasSuffix(name, "\\") && f.UncompressedSize64 == 0
}

func isSlash(r rune) bool { return r == '/' || r == '\\' }

// beginsWith reports whether a content begins with magic. One that cannot be read does not;
// reading it as an input returns the error.
func beginsWith(open func() (io.ReadCloser, error), magic string) bool {
	r, err := open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, len(magic))
	_, err = io.ReadFull(r, head)
	return err == nil && string(head) == magic
}
