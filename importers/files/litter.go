package files

import (
	"archive/zip"
	"io"
	"slices"
	"strings"
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
	known := slices.ContainsFunc([]string{".DS_Store", "Thumbs.db", "desktop.ini"}, func(litter string) bool { return strings.EqualFold(base, litter) })
	return known || strings.HasPrefix(base, "._") && beginsWith(f, appleDouble)
}

// isFolder reports whether a member is a folder; those of .NET end with a backslash.
func isFolder(name string, f *zip.File) bool {
	return strings.HasSuffix(name, "/") || strings.HasSuffix(name, "\\") && f.UncompressedSize64 == 0
}

func isSlash(r rune) bool { return r == '/' || r == '\\' }

// beginsWith reports whether the content of a member begins with magic. One that cannot
// be read does not; reading it as a member returns the error.
func beginsWith(f *zip.File, magic string) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, len(magic))
	_, err = io.ReadFull(r, head)
	return err == nil && string(head) == magic
}
