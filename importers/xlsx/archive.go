package xlsx

import (
	"archive/zip"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits of an archive. A workbook has a dozen parts and one per sheet,
// drawing and picture.
const (
	maxParts     = 5000
	maxDirectory = 4 << 20 // bytes of the directory
)

// Limits of what a packed file unpacks to. DEFLATE packs text of logs 10 to 50 times,
// zeros some 1000 times.
const (
	freeBytes = 64 << 20 // below this, any ratio
	maxRatio  = 500
	maxBytes  = 64 << 30 // in total
)

// CheckUnpacked returns an error if a file of so many packed bytes unpacks to more than
// any log, export or workbook would. Errors: *UnsupportedError.
func CheckUnpacked(unpacked, packed uint64) error {
	switch {
	case unpacked > maxBytes:
		return unsupported("unpacks to more than %d GiB: split it", maxBytes>>30)
	case unpacked > freeBytes && unpacked/maxRatio > packed:
		return unsupported("unpacks to more than %d times its size: a zip bomb", maxRatio)
	}
	return nil
}

// Signatures of the zip format (APPNOTE.TXT 4.3).
const (
	localSignature      = 0x04034b50
	descriptorSignature = 0x08074b50
	centralSignature    = 0x02014b50
	endSignature        = 0x06054b50
	end64Signature      = 0x06064b50
	locatorSignature    = 0x07064b50
)

// A directory is the position of the list of members in an archive.
type directory struct {
	offset, size, records int64
}

// An archive is a zip file in which every byte is accounted for.
type archive struct {
	r     io.ReaderAt
	files []*zip.File
	byKey map[string]*zip.File // by PartKey
}

// openArchive reads the list of members. Nothing is unpacked yet. Errors:
// *DamagedError, *UnsupportedError.
func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	dir, err := findDirectory(r, size)
	if err != nil {
		return nil, err
	}
	if dir.records > maxParts || dir.size > maxDirectory {
		return nil, unsupported("an archive of more than %d members: no workbook has so many", maxParts)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged("its list of members is not readable")
	}
	a := &archive{r: r, files: z.File, byKey: make(map[string]*zip.File, len(z.File))}
	if err := a.index(size); err != nil {
		return nil, err
	}
	return a, a.checkLayout(dir)
}

// TypesKey is the PartKey of the member that makes an archive a file of Office.
const TypesKey = "[content_types].xml"

// PartKey returns the name of a member as Office compares it: names of parts ignore
// letter case (ECMA-376-2, 6.2.2), and writers that are not Office put \ for / into them,
// or a / before them.
func PartKey(name string) string { return strings.ToLower(partName(name)) }

// partName returns the name of a member as a path below the archive's root.
func partName(name string) string {
	return strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/")
}

// find returns the member with a name, as PartKey compares it, or nil.
func (a *archive) find(name string) *zip.File { return a.byKey[PartKey(name)] }

// index builds the map of members by name, and checks the sizes that they declare. No part
// is ever read beyond its declared size, so this bounds what is unpacked. Errors:
// *DamagedError, for a name that leads out of the archive or occurs twice too;
// *UnsupportedError.
func (a *archive) index(size int64) error {
	var total uint64
	for _, f := range a.files {
		key := PartKey(f.Name)
		switch {
		case !safeName(partName(f.Name)):
			return damaged("a member has the name %q", f.Name)
		case a.byKey[key] != nil:
			return damaged("two members have the name %q", f.Name)
		case f.UncompressedSize64 > maxBytes || f.CompressedSize64 > uint64(size):
			return damaged("%s declares %d bytes, %d packed", f.Name, f.UncompressedSize64, f.CompressedSize64)
		}
		a.byKey[key] = f
		total += f.UncompressedSize64
	}
	return CheckUnpacked(total, uint64(size))
}

// safeName reports whether a name is a path below the archive's root and nothing
// else.
func safeName(name string) bool {
	if !utf8.ValidString(name) || strings.ContainsAny(name, ":\x00") {
		return false
	}
	for segment := range strings.SplitSeq(strings.TrimSuffix(name, "/"), "/") {
		if segment == "" || segment == "." || segment == ".." {
			return false
		}
	}
	return true
}

// findDirectory reads the end of an archive. No comment may follow it: another archive
// could be hidden in it. Errors: *DamagedError.
func findDirectory(r io.ReaderAt, size int64) (directory, error) {
	end := size - 22
	b, err := readAt(r, end, 22)
	if err != nil || u32(b, 0) != endSignature || u16(b, 20) != 0 {
		return directory{}, damaged("no zip file, or cut off: its end is missing, or something stands behind it")
	}
	dir := directory{offset: int64(u32(b, 16)), size: int64(u32(b, 12)), records: int64(u16(b, 10))}
	if dir.offset == 0xffffffff || dir.size == 0xffffffff || dir.records == 0xffff {
		if dir, end, err = findDirectory64(r, end); err != nil {
			return directory{}, err
		}
	}
	if dir.offset < 0 || dir.size < 0 || dir.offset > end || dir.offset+dir.size != end {
		return directory{}, damaged("its list of members is not where its end says")
	}
	return dir, nil
}

// findDirectory64 reads the end of an archive in the 64-bit form, which precedes the end
// at the given offset, and returns its own offset.
func findDirectory64(r io.ReaderAt, end int64) (directory, int64, error) {
	wrong := damaged("its 64-bit end is missing")
	locator, err := readAt(r, end-20, 20)
	if err != nil || u32(locator, 0) != locatorSignature {
		return directory{}, 0, wrong
	}
	at := int64(u64(locator, 8))
	b, err := readAt(r, at, 56)
	if err != nil || u32(b, 0) != end64Signature || at+12+int64(u64(b, 4)) != end-20 {
		return directory{}, 0, wrong
	}
	return directory{offset: int64(u64(b, 48)), size: int64(u64(b, 40)), records: int64(u64(b, 32))}, at, nil
}

// readAt reads n bytes at an offset.
func readAt(r io.ReaderAt, at int64, n int) ([]byte, error) {
	if at < 0 {
		return nil, io.ErrUnexpectedEOF
	}
	b := make([]byte, n)
	if got, err := r.ReadAt(b, at); got < n {
		return nil, err
	}
	return b, nil
}

func u16(b []byte, at int) uint16 { return binary.LittleEndian.Uint16(b[at:]) }
func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
func u64(b []byte, at int) uint64 { return binary.LittleEndian.Uint64(b[at:]) }
