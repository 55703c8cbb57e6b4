package xlsx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// damagedBooks is how many workbooks one run damages.
const damagedBooks = 1000

// TestDamage damages workbooks at random. Each must be refused, or give the
// very rows that it gave before: what was hit then was of no account, such as a
// time stamp.
func TestDamage(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	truths := map[int]string{}
	whole := soundBooks(t)
	for i, parts := range whole {
		got, err := read(pack(t, parts))
		if err != nil || strings.Count(got, ";") < 30 || isFooled(pack(t, parts), got) {
			t.Fatalf("sound workbook %d: %.80q, %v", i, got, err)
		}
		truths[i] = got
	}
	var refusedBooks, same, fooled int
	for n := range damagedBooks {
		rng := rand.New(rand.NewPCG(seed, uint64(n)))
		i := rng.IntN(len(whole))
		data, what := damage(t, rng, whole[i])
		got, err := read(data)
		switch {
		case err != nil:
			refusedBooks++
		case got == truths[i]:
			same++
		default:
			t.Errorf("seed %d, case %d (%s) was read with other rows", seed, n, what)
		}
		if testing.Verbose() && isFooled(data, truths[i]) {
			fooled++
		}
	}
	t.Logf("%d refused, %d unchanged; excelize misread %d without an error", refusedBooks, same, fooled)
	if refusedBooks < damagedBooks*3/4 {
		t.Errorf("%d of %d refused: the damage does no harm", refusedBooks, damagedBooks)
	}
}

// soundBooks makes workbooks of three writers: excelize with shared strings,
// excelize's stream with inline ones, and a plain one with styles and formulas.
func soundBooks(tb testing.TB) [][]part {
	tb.Helper()
	shared, streamed := excelize.NewFile(), excelize.NewFile()
	w, err := streamed.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	var rows strings.Builder
	for i := range 40 {
		row := []any{fmt.Sprintf("20110112010%017d", i), fmt.Sprintf("杯子 & %d", i%7), float64(i) + 0.9}
		cell := fmt.Sprintf("A%d", i+1)
		if err := shared.SetSheetRow("Sheet1", cell, &row); err != nil {
			tb.Fatal(err)
		}
		if err := w.SetRow(cell, row); err != nil {
			tb.Fatal(err)
		}
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%[1]d" t="s"><v>%d</v></c><c r="B%[1]d" s="1"><v>4055%d.5</v></c><c r="D%[1]d" t="str"><f>"a"</f><v>T%[1]d</v></c></row>`, i+1, i%2, i%10)
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	books := [][]part{standard(sheetOf(rows.String()))}
	for _, f := range []*excelize.File{shared, streamed} {
		buf, err := f.WriteToBuffer()
		if err != nil {
			tb.Fatal(err)
		}
		books = append(books, unpack(tb, buf.Bytes()))
	}
	return books
}

// unpack gives the parts of an archive.
func unpack(tb testing.TB, data []byte) (parts []part) {
	tb.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		parts = append(parts, part{f.Name, string(text)})
	}
	return parts
}

// damage does one of the three kinds of harm: to the archive's bytes, to its
// members, or to the XML before it is packed, so that checksums are right.
func damage(tb testing.TB, rng *rand.Rand, parts []part) (data []byte, what string) {
	switch rng.IntN(5) {
	case 0, 1:
		data, what = damageBytes(rng, pack(tb, parts))
	case 2:
		data, what = damageMembers(rng, members(tb, parts))
	default:
		for {
			i := rng.IntN(len(parts))
			text, how := damageXML(rng, parts[i].data)
			if text != parts[i].data && how != "" {
				return pack(tb, with(parts, parts[i].name, text)), how + " in " + parts[i].name
			}
		}
	}
	return data, what
}

// damageBytes harms an archive without any knowledge of it.
func damageBytes(rng *rand.Rand, data []byte) ([]byte, string) {
	at, other := rng.IntN(len(data)), rng.IntN(len(data))
	from, to := min(at, other), max(at, other)
	end := min(to, from+1+rng.IntN(200))
	switch rng.IntN(7) {
	case 0:
		for range 1 + rng.IntN(8) {
			data[rng.IntN(len(data))] ^= 1 << rng.IntN(8)
		}
		return data, "flipped bits"
	case 1:
		return data[:at], "cut"
	case 2:
		return append(data[:from:from], data[to:]...), "bytes taken out"
	case 3:
		return append(bytes.Clone(data[:to]), data[from:]...), "bytes twice"
	case 4:
		clear(data[from:end])
		return data, "bytes zeroed"
	case 5:
		return append(append(data[:at:at], 'P', 'K', byte(rng.IntN(256))), data[at:]...), "bytes put in"
	}
	for i, b := range rng.Perm(end - from) {
		data[from+i], data[from+b] = data[from+b], data[from+i]
	}
	return data, "bytes mixed"
}

// damageMembers harms what the archive says of its members, in the list and in
// their own headers alike.
func damageMembers(rng *rand.Rand, all []member) ([]byte, string) {
	i, j := rng.IntN(len(all)), rng.IntN(len(all))
	what := []string{"checksum", "no checksum", "size", "packed size", "dropped", "twice", "renamed", "swapped headers", "reordered", "emptied"}[rng.IntN(10)]
	m := &all[i]
	switch what {
	case "checksum":
		m.sum ^= 1 << rng.IntN(32)
	case "no checksum":
		m.sum, m.packed[rng.IntN(len(m.packed))] = 0, byte(rng.IntN(256))
	case "size":
		m.size ^= 1 << rng.IntN(32)
	case "packed size":
		m.packedSize ^= 1 << rng.IntN(10)
	case "dropped":
		all = append(all[:i], all[i+1:]...)
	case "twice":
		all = append(all, all[i])
	case "renamed":
		m.name = strings.ToUpper(m.name) + "x"
		m.local = m.name
	case "swapped headers":
		m.name, all[j].name = all[j].name, m.name
	case "reordered":
		all[i], all[j] = all[j], all[i]
	case "emptied":
		m.packed, m.packedSize, m.size, m.sum = []byte{3, 0}, 2, 0, 0
	}
	return archiveOf(all, "", ""), what
}

// damageXML harms the text of one part so that it is no sound part any more;
// it gives no name for harm that nobody could see: another well-formed text.
func damageXML(rng *rand.Rand, text string) (string, string) {
	at, other := rng.IntN(len(text)+1), rng.IntN(len(text)+1)
	from, to := min(at, other), max(at, other)
	put := func(what string) string { return text[:at] + what + text[at:] }
	switch rng.IntN(8) {
	case 0:
		return text[:at], visible(text[:at], "cut")
	case 1:
		out := text[:from] + text[to:]
		return out, visible(out, "text taken out")
	case 2:
		out := text[:to] + text[from:]
		return out, visible(out, "text twice")
	case 3:
		out := put([]string{"&bogus;", "&", "<", "\x01", "\xff", "<!DOCTYPE a>", "</c>", "]]>", "&#0;", "<a>"}[rng.IntN(10)])
		return out, visible(out, "marks put in")
	case 4:
		out := remove(rng, text, []string{"<", ">", "\"", "</", "/>", "="}[rng.IntN(6)])
		return out, visible(out, "a mark taken out")
	case 5:
		return edit(rng, text, `t="s"><v>`, []string{"9", "-", "x", " ", "99999999999"}[rng.IntN(5)]), "string index"
	case 6:
		return edit(rng, text, `<c r="`, []string{"1", "$", "ZZ", "a", "XFE"}[rng.IntN(5)]), "cell reference"
	}
	return edit(rng, text, `<row r="`, []string{"-", "x", "0x", "999999"}[rng.IntN(4)]), "row number"
}

// visible names the harm unless encoding/xml, another judge, still finds the
// text well-formed: then it is the text of another workbook.
func visible(text, what string) string {
	d := xml.NewDecoder(strings.NewReader(text))
	for roots, depth := 0, 0; ; {
		t, err := d.Token()
		if err == io.EOF && roots == 1 {
			return ""
		}
		if err != nil {
			return what
		}
		switch t.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

// places lists where a mark stands.
func places(text, mark string) (all []int) {
	for at := 0; ; at++ {
		i := strings.Index(text[at:], mark)
		if i < 0 {
			return all
		}
		at += i
		all = append(all, at)
	}
}

// remove takes one mark out.
func remove(rng *rand.Rand, text, mark string) string {
	all := places(text, mark)
	if len(all) == 0 {
		return text
	}
	at := all[rng.IntN(len(all))]
	return text[:at] + text[at+len(mark):]
}

// edit puts characters behind one mark.
func edit(rng *rand.Rand, text, mark, what string) string {
	all := places(text, mark)
	if len(all) == 0 {
		return text
	}
	at := all[rng.IntN(len(all))] + len(mark)
	return text[:at] + what + text[at:]
}

// isFooled says whether excelize reads a damaged workbook as if it were sound,
// with fewer texts than there were or others.
func isFooled(data []byte, truth string) (fooled bool) {
	defer func() {
		if recover() != nil {
			fooled = false
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return false
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		return false
	}
	return strings.Count(truth, ";") != len(rows) || !holdsAll(truth, rows)
}

// holdsAll says whether every text of the rows is in the true rows.
func holdsAll(truth string, rows [][]string) bool {
	cells := 0
	for _, row := range rows {
		for _, cell := range row {
			if cell == "" {
				continue
			}
			cells++
			if !strings.Contains(truth, ":"+cell) && !strings.HasPrefix(cell, "4055") {
				return false
			}
		}
	}
	return cells == strings.Count(truth, ":text:")+strings.Count(truth, ":number:")+strings.Count(truth, "=text:")+strings.Count(truth, ":date:")
}
