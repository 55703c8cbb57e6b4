package files

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"reconcile/alipay"
	"reconcile/importers/xlsx"
)

// A member is a file in a zip archive.
type member struct {
	name string // a label, never a path to open
	file *zip.File
}

// members returns the parts of a zip archive sorted by name, as files are imported,
// with Alipay's summaries last: whether a summary is refused or ignored depends on
// the members read before it. Errors: *RefusedError for an archive that holds
// anything but plain, readable files with different names.
func (in *Input) members(export bool) ([]Part, error) {
	archive, err := zip.NewReader(in.file, in.Size())
	if err != nil {
		return nil, Refuse(err)
	}
	found, err := listMembers(archive, uint64(in.Size()))
	if err != nil {
		return nil, err
	}
	if export && len(found) > 1 {
		found = summariesLast(found)
	}
	var parts []Part
	for _, m := range found {
		parts = append(parts, Part{m.name, func(io.Writer) (io.ReadCloser, error) { return m.open(export) }})
	}
	return parts, nil
}

func listMembers(archive *zip.Reader, size uint64) ([]member, error) {
	var found []member
	left := size
	seen := make(map[string]bool)
	for _, f := range archive.File {
		name, err := memberName(f)
		if err != nil {
			return nil, err
		}
		if xlsx.PartKey(name) == xlsx.TypesKey {
			return nil, &RefusedError{Reason: "an Excel workbook, not a log: save its sheet as CSV"}
		}
		// Members that share bytes of the archive unpack to any size without any ratio.
		if f.CompressedSize64 > left {
			return nil, &RefusedError{Reason: "its members overlap: a zip bomb"}
		}
		left -= f.CompressedSize64
		if isFolder(name, f) || isLitter(name, f) {
			continue
		}
		if reason := memberFault(f, seen[name]); reason != "" {
			return nil, InMember(name, &RefusedError{Reason: reason})
		}
		seen[name] = true
		found = append(found, member{name, f})
	}
	if len(found) == 0 {
		return nil, &RefusedError{Reason: "an empty archive: there is no file in it"}
	}
	slices.SortFunc(found, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return found, nil
}

// memberName decodes a name: Alipay's own archives have names in GBK without the
// flag for it.
func memberName(f *zip.File) (string, error) {
	name := f.Name
	if !utf8.ValidString(name) {
		var err error
		if name, err = alipay.GBK.Decode(name); err != nil {
			return "", &RefusedError{Reason: "a member's name is neither UTF-8 nor GBK: " + alipay.Quote(f.Name)}
		}
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", &RefusedError{Reason: "a member's name holds control characters: " + alipay.Quote(name)}
	}
	return name, nil
}

func memberFault(f *zip.File, twice bool) string {
	const encrypted = 1
	switch {
	case !filepath.IsLocal(f.Name):
		return "its name leads out of the archive"
	case twice:
		return "stands in the archive twice"
	case f.Flags&encrypted != 0:
		return "encrypted: unpack it"
	case !f.Mode().IsRegular():
		return "not a regular file"
	}
	return ""
}

func (m member) open(export bool) (io.ReadCloser, error) {
	unpacked, err := m.file.Open()
	if err != nil {
		return nil, Refuse(err)
	}
	br := bufio.NewReaderSize(&limitReader{r: unpacked, packed: int64(m.file.CompressedSize64)}, m.buffer())
	if err := sniff(br, export); err != nil {
		return nil, errors.Join(err, unpacked.Close())
	}
	return &memberReader{br, unpacked}, nil
}

// buffer returns the size of the buffer to read a member with: archives may hold
// thousands of small ones.
func (m member) buffer() int { return int(min(max(m.file.UncompressedSize64, 4<<10), 256<<10)) }

// summariesLast moves Alipay's summaries to the end.
func summariesLast(all []member) []member {
	var first, last []member
	for _, m := range all {
		if m.isSummary() {
			last = append(last, m)
		} else {
			first = append(first, m)
		}
	}
	return append(first, last...)
}

// isSummary reports whether the first line is that of one of Alipay's summaries. A
// member that cannot be opened is none; reading it returns the error.
func (m member) isSummary() bool {
	r, err := m.open(true)
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, headBytes)
	n, _ := io.ReadFull(r, head)
	line, _, _ := strings.Cut(string(head[:n]), "\n")
	if text, err := alipay.GBK.Decode(strings.TrimRight(line, "\r")); err == nil && !utf8.ValidString(line) {
		line = text
	}
	return OriginOfTitle(line, true).Summary
}

type memberReader struct {
	*bufio.Reader
	io.Closer
}
