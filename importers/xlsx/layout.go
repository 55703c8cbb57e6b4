package xlsx

import (
	"archive/zip"
	"cmp"
	"slices"
)

// Flags of a member (APPNOTE.TXT 4.4.4).
const (
	flagEncrypted       = 1 << 0
	flagDescriptor      = 1 << 3
	flagStrongEncrypted = 1 << 6
	flagMasked          = 1 << 13
)

// A placed file is a member and the offset of its data.
type placedFile struct {
	*zip.File
	data int64
}

// checkLayout walks the archive from its first byte to its list of members:
// member after member without a gap or an overlap, each with a header that agrees
// with the list. So there is only one way to read the archive. Errors:
// *DamagedError, *UnsupportedError.
func (a *archive) checkLayout(dir directory) error {
	var listed int64
	placed := make([]placedFile, 0, len(a.files))
	for _, f := range a.files {
		listed += int64(46 + len(f.Name) + len(f.Extra) + len(f.Comment))
		data, err := f.DataOffset()
		if err != nil {
			return damaged("%s is not where the list of members says", f.Name)
		}
		placed = append(placed, placedFile{f, data})
	}
	if listed != dir.size || int64(len(placed)) != dir.records {
		return damaged("its list of members is not as long as its end says")
	}
	slices.SortFunc(placed, func(x, y placedFile) int { return cmp.Compare(x.data, y.data) })
	var at int64
	for _, p := range placed {
		next, err := a.checkMember(p, at)
		if err != nil {
			return inPart(err, p.Name)
		}
		at = next
	}
	if at != dir.offset {
		return damaged("something stands between its members and their list")
	}
	return nil
}

// checkMember compares the header at an offset with the list of members, and
// returns the place after the member.
func (a *archive) checkMember(p placedFile, at int64) (int64, error) {
	h, err := readAt(a.r, at, 30)
	if err != nil || u32(h, 0) != localSignature {
		return 0, damaged("something stands before it")
	}
	if at+30+int64(u16(h, 26))+int64(u16(h, 28)) != p.data {
		return 0, damaged("overlaps another member, or something stands before it")
	}
	rest, err := readAt(a.r, at+30, int(p.data-at-30))
	if err != nil || string(rest[:u16(h, 26)]) != p.Name {
		return 0, damaged("has another name in the archive's list of members")
	}
	if err := checkFlags(p.File, u16(h, 6), u16(h, 8)); err != nil {
		return 0, err
	}
	if p.Flags&flagDescriptor != 0 {
		return a.checkDescriptor(p)
	}
	if !sameSizes(p.File, h, rest[u16(h, 26):]) {
		return 0, damaged("its sizes or checksum differ from the archive's list of members")
	}
	return p.data + int64(p.CompressedSize64), nil
}

// checkFlags compares flags and method of a member's own header with the list,
// and refuses those that are not supported.
func checkFlags(f *zip.File, flags, method uint16) error {
	const encrypted = flagEncrypted | flagStrongEncrypted | flagMasked
	switch {
	case (flags^f.Flags)&(encrypted|flagDescriptor) != 0, method != f.Method:
		return damaged("is packed in another way than the archive's list of members says")
	case flags&encrypted != 0:
		return unsupported("protected by a password: save it without one")
	case method != zip.Store && method != zip.Deflate:
		return unsupported("packed in a way that is not read (method %d): save it again with Excel", method)
	}
	return nil
}

// sameSizes reports whether a member's own header h, with its extra fields, has the
// sizes and the checksum of the list.
func sameSizes(f *zip.File, h, extra []byte) bool {
	packed, unpacked := uint64(u32(h, 18)), uint64(u32(h, 22))
	for len(extra) >= 4 {
		id, size := u16(extra, 0), int(u16(extra, 2))
		if len(extra) < 4+size {
			break
		}
		// It has only the sizes that do not fit, unpacked first
		// (APPNOTE.TXT 4.5.3).
		field := extra[4 : 4+size]
		if id == 1 && unpacked == 0xffffffff && len(field) >= 8 {
			unpacked, field = u64(field, 0), field[8:]
		}
		if id == 1 && packed == 0xffffffff && len(field) >= 8 {
			packed = u64(field, 0)
		}
		extra = extra[4+size:]
	}
	return u32(h, 14) == f.CRC32 && packed == f.CompressedSize64 && unpacked == f.UncompressedSize64
}

// checkDescriptor checks the sizes that a writer appended to a member because it did
// not know them before, and returns the place after them.
func (a *archive) checkDescriptor(p placedFile) (int64, error) {
	at := p.data + int64(p.CompressedSize64)
	for _, form := range []struct{ signature, size int }{{4, 4}, {4, 8}, {0, 4}, {0, 8}} {
		length := form.signature + 4 + 2*form.size
		b, err := readAt(a.r, at, length+4)
		if err != nil {
			continue
		}
		next := u32(b, length)
		if isDescriptor(p.File, b[:length], form.signature) && (next == localSignature || next == centralSignature) {
			return at + int64(length), nil
		}
	}
	return 0, damaged("its sizes or checksum differ from the archive's list of members")
}

// isDescriptor reports whether b is the descriptor of a member, after a signature of 4
// or 0 bytes.
func isDescriptor(f *zip.File, b []byte, signature int) bool {
	if signature == 4 && u32(b, 0) != descriptorSignature {
		return false
	}
	b = b[signature:]
	if u32(b, 0) != f.CRC32 {
		return false
	}
	if len(b) == 12 {
		return uint64(u32(b, 4)) == f.CompressedSize64 && uint64(u32(b, 8)) == f.UncompressedSize64
	}
	return u64(b, 4) == f.CompressedSize64 && u64(b, 12) == f.UncompressedSize64
}
