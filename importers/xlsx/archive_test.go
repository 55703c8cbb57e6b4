package xlsx_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

// A member is one entry of an archive as it is written, true or not.
type member struct {
	name, local      string // local is the name in its own header
	packed           []byte
	method, flags    uint16
	sum              uint32
	size, packedSize uint32
	before           string // what is before it
}

// members packs parts, without descriptors.
func members(tb testing.TB, parts []part) []member {
	tb.Helper()
	var all []member
	for _, p := range parts {
		var buf bytes.Buffer
		w, err := flate.NewWriter(&buf, flate.DefaultCompression)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := w.Write([]byte(p.data)); err != nil {
			tb.Fatal(err)
		}
		if err := w.Close(); err != nil {
			tb.Fatal(err)
		}
		all = append(all, member{name: p.name, local: p.name, packed: buf.Bytes(), method: zip.Deflate,
			sum: crc32.ChecksumIEEE([]byte(p.data)), size: uint32(len(p.data)), packedSize: uint32(buf.Len())})
	}
	return all
}

// stored makes members of the parts as they are.
func stored(parts []part) []member {
	var all []member
	for _, p := range parts {
		size := uint32(len(p.data))
		all = append(all, member{name: p.name, local: p.name, packed: []byte(p.data), method: zip.Store,
			sum: crc32.ChecksumIEEE([]byte(p.data)), size: size, packedSize: size})
	}
	return all
}

// plain makes an archive of the parts as they are, so that no ratio gives them
// away.
func plain(parts []part) []byte { return archiveOf(stored(parts), "", "") }

// archiveOf writes members, a gap, their list and its end.
func archiveOf(all []member, gap, comment string) []byte {
	le := binary.LittleEndian
	var out, list []byte
	for _, m := range all {
		out = append(out, m.before...)
		at := len(out)
		common := le.AppendUint16(nil, 20)
		common = le.AppendUint16(common, m.flags)
		common = le.AppendUint16(common, m.method)
		common = append(common, 0, 0, 0x21, 0)
		for _, v := range []uint32{m.sum, m.packedSize, m.size} {
			common = le.AppendUint32(common, v)
		}
		out = append(append(out, "PK\x03\x04"...), common...)
		out = le.AppendUint32(out, uint32(len(m.local)))
		out = append(append(out, m.local...), m.packed...)
		list = append(append(list, "PK\x01\x02\x14\x00"...), common...)
		list = le.AppendUint32(list, uint32(len(m.name)))
		list = append(list, make([]byte, 10)...)
		list = le.AppendUint32(list, uint32(at))
		list = append(list, m.name...)
	}
	out = append(out, gap...)
	at := len(out)
	out = append(append(out, list...), "PK\x05\x06\x00\x00\x00\x00"...)
	out = le.AppendUint16(out, uint16(len(all)))
	out = le.AppendUint16(out, uint16(len(all)))
	out = le.AppendUint32(out, uint32(len(list)))
	out = le.AppendUint32(out, uint32(at))
	return append(le.AppendUint16(out, uint16(len(comment))), comment...)
}

// TestDamagedArchives refuses archives that could be read in two ways, or not
// at all.
func TestDamagedArchives(t *testing.T) {
	parts := standard(sheetOf(`<row><c t="s"><v>1</v></c></row>`))
	last := len(parts) - 1
	sound := archiveOf(members(t, parts), "", "")
	if got, err := read(sound); err != nil || got != "1 A:text:zwei;" {
		t.Fatalf("the sound archive: %q, %v", got, err)
	}
	of := func(edit func(all []member)) []byte {
		all := members(t, parts)
		edit(all)
		return archiveOf(all, "", "")
	}
	unneeded := members(t, append(parts[:last:last], parts[last], part{"docProps/app.xml", "<a/>"}))
	unneeded[last+1].sum++
	rename := func(name string) []byte {
		return of(func(all []member) {
			all[last].name, all[last].local = name, name
		})
	}
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "no zip file"},
		{"text", []byte(strings.Repeat("a,b\n", 40)), "no zip file"},
		{"cut", sound[:len(sound)-1], "no zip file"},
		{"bytes behind", append(bytes.Clone(sound), 0), "no zip file"},
		{"a comment", archiveOf(members(t, parts), "", "PK"), "no zip file"},
		{"a comment that is missing", append(bytes.Clone(sound[:len(sound)-2]), 1, 0), "no zip file"},
		{"bytes before", append([]byte("x"), sound...), "not where its end says"},
		{"bytes between", archiveOf(members(t, parts), "x", ""), "between its members and their list"},
		{"bytes before a member", of(func(all []member) { all[2].before = "x" }), "stands before it"},
		{"bytes before the first", of(func(all []member) { all[0].before = "x" }), "stands before it"},
		{"another own name", of(func(all []member) { all[last].local = "xl/worksheets/sheet2.xml" }), "another name"},
		{"encrypted", of(func(all []member) { all[last].flags = 1 }), "password"},
		{"strangely packed", of(func(all []member) { all[last].method = 12 }), "method 12"},
		{"wrong checksum", of(func(all []member) { all[last].sum++ }), "checksum does not match"},
		{"checksum of zero", of(func(all []member) { all[last].sum = 0 }), "checksum does not match"},
		{"fewer bytes declared", of(func(all []member) { all[last].size-- }), "more than the"},
		{"more bytes declared", of(func(all []member) { all[last].size++ }), "and declares"},
		{"bytes behind the packed ones", of(func(all []member) {
			all[last].packed = append(all[last].packed, 0)
			all[last].packedSize++
		}), "behind its packed bytes"},
		{"cut packed bytes", of(func(all []member) {
			all[last].packed = all[last].packed[:10]
			all[last].packedSize = 10
		}), "does not unpack"},
		{"a lie about packed bytes", of(func(all []member) { all[last].packedSize++ }), "damaged"},
		{"wild packed bytes", of(func(all []member) { all[last].packed[5] ^= 0xff }), "damaged"},
		{"a descriptor that is missing", of(func(all []member) { all[last].flags = 8 }), "sizes or checksum differ"},
		{"a name twice", rename("XL/Workbook.xml"), "two members"},
		{"a name that leads out", rename("xl/../../a.xml"), "has the name"},
		{"two slashes before", rename("//xl/a.xml"), "has the name"},
		{"backslashes that lead out", rename(`xl\..\..\a.xml`), "has the name"},
		{"a drive", rename(`c:a.xml`), "has the name"},
		{"an empty name", rename(""), "has the name"},
		{"damage in a part that is not needed", archiveOf(unneeded, "", ""), "docProps/app.xml: its checksum"},
	} {
		refusedBytes(t, tt.name, tt.data, tt.want)
	}
}

// TestHeadersDisagree changes the header of a member, not the list: readers
// that take one or the other would see different files.
func TestHeadersDisagree(t *testing.T) {
	sound := archiveOf(members(t, standard(sheetOf("<row/>"))), "", "")
	for _, at := range []int{6, 8, 14, 18, 22, 26, 28, 30} {
		data := bytes.Clone(sound)
		data[at] ^= 8
		refusedBytes(t, fmt.Sprintf("byte %d", at), data, "damaged")
	}
}

// TestForms reads archives that differ in form only: stored members,
// descriptors without signature, sizes in 64 bits, folders, another order.
func TestForms(t *testing.T) {
	parts := standard(sheetOf(`<row><c t="s"><v>1</v></c></row>`))
	bare := members(t, parts)
	for i, m := range bare {
		bare[i].flags = 8
		tail := binary.LittleEndian.AppendUint32(nil, m.sum)
		tail = binary.LittleEndian.AppendUint32(tail, m.packedSize)
		tail = binary.LittleEndian.AppendUint32(tail, m.size)
		if i+1 < len(bare) {
			bare[i+1].before = string(tail)
		}
	}
	last := bare[len(bare)-1]
	tail := binary.LittleEndian.AppendUint32(nil, last.sum)
	tail = binary.LittleEndian.AppendUint32(tail, last.packedSize)
	tail = binary.LittleEndian.AppendUint32(tail, last.size)
	reversed := members(t, append([]part{{"xl/", ""}}, parts...))
	for i, j := 0, len(reversed)-1; i < j; i, j = i+1, j-1 {
		reversed[i], reversed[j] = reversed[j], reversed[i]
	}
	for name, data := range map[string][]byte{
		"stored": plain(parts), "bare descriptors": archiveOf(bare, string(tail), ""),
		"reversed": archiveOf(reversed, "", ""), "64 bits": wide(t, parts),
	} {
		if got, err := read(data); err != nil || got != "1 A:text:zwei;" {
			t.Errorf("%s: %q, %v, want its row", name, got, err)
		}
	}
}

// wide writes an archive with its end in the 64-bit form.
func wide(tb testing.TB, parts []part) []byte {
	le := binary.LittleEndian
	narrow := archiveOf(members(tb, parts), "", "")
	body, end := narrow[:len(narrow)-22], bytes.Clone(narrow[len(narrow)-22:])
	records, size, offset := uint64(le.Uint16(end[10:])), uint64(le.Uint32(end[12:])), uint64(le.Uint32(end[16:]))
	out := append(bytes.Clone(body), "PK\x06\x06"...)
	out = le.AppendUint64(out, 44)
	out = append(out, 45, 0, 45, 0)
	out = append(out, make([]byte, 8)...)
	for _, v := range []uint64{records, records, size, offset} {
		out = le.AppendUint64(out, v)
	}
	out = append(out, "PK\x06\x07\x00\x00\x00\x00"...)
	out = le.AppendUint64(out, uint64(len(body)))
	out = append(out, 1, 0, 0, 0)
	le.PutUint32(end[16:], 0xffffffff)
	return append(out, end...)
}

// Writers that are not Office put backslashes into the names of parts, or a slash before
// them, and change their letter case; Excel opens such workbooks.
func TestNamesOfOtherWriters(t *testing.T) {
	parts := standard(sheetOf(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`))
	want, err := read(pack(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(string) string{
		"backslashes":   func(s string) string { return strings.ReplaceAll(s, "/", `\`) },
		"leading slash": func(s string) string { return "/" + s },
		"letter case":   strings.ToUpper,
		"all of them":   func(s string) string { return `\` + strings.ToUpper(strings.ReplaceAll(s, "/", `\`)) },
	} {
		var renamed []part
		for _, p := range parts {
			renamed = append(renamed, part{change(p.name), strings.ReplaceAll(p.data, `Target="worksheets/sheet1.xml"`, `Target="worksheets\sheet1.xml"`)})
		}
		if got, err := read(pack(t, renamed)); err != nil || got != want {
			t.Errorf("%s: read = %q, %v, want %q", name, got, err, want)
		}
	}
	twice := append(parts, part{strings.ReplaceAll(sheetPart, "/", `\`), "<other/>"})
	if _, err := read(pack(t, twice)); err == nil || !strings.Contains(err.Error(), "two members have the name") {
		t.Errorf("a part under two spellings: %v, want that two members have the name", err)
	}
	if _, err := read(pack(t, append(parts, part{`xl\..\..\x`, ""}))); err == nil {
		t.Error("a name that leads out of the archive with backslashes is accepted")
	}
}
