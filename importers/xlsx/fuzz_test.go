package xlsx_test

import (
	"strings"
	"testing"
)

// FuzzBook changes the parts of a workbook before they are packed, with the
// right checksum or another, and the archive's entries and bits after. What is
// accepted must be the rows that encoding/xml finds in the parts as they were
// given; all else must be refused.
func FuzzBook(f *testing.F) {
	row := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c><c r="D1"><f>1</f><v>19.90</v></c></row>`
	table := `<sst ` + mainSpace + ` uniqueCount="2"><si><t xml:space="preserve"> eins&amp;</t></si><si><r><t>zwei</t></r></si></sst>`
	f.Add(sheetOf(row), table, uint32(0), uint32(0), uint8(0))
	f.Add(sheetOf(row+`<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><v>T</v></c></row>`), table, uint32(77), uint32(0), uint8(0))
	f.Add(strings.NewReplacer("<", "<x:", "<x:/", "</x:", "xmlns=", "xmlns:x=").Replace(sheetOf(row)), table, uint32(0), uint32(1), uint8(0))
	f.Add(`<?xml version="1.0" encoding="UTF-8"?>`+sheetOf(`<row r="7"/><!-- a --><row><c><v>1E5</v></c></row><?p?>`), table, uint32(0), uint32(0), uint8(3))
	f.Add(sheetOf(`<row><c t="inlineStr"><is><t>中<![CDATA[<]]>&#65;</t></is></c></row>`)+"\r\n", `<sst `+mainSpace+`/>`, uint32(0), uint32(0), uint8(40))
	f.Fuzz(func(t *testing.T, sheet, table string, bit, sum uint32, entry uint8) {
		parts := with(with(standard(sheet), tablePart, table), stylePart, "<styleSheet "+mainSpace+"/>")
		all := stored(parts)
		all[len(all)-1].sum ^= sum
		switch i := int(entry) % len(all); {
		case entry >= 128:
			all = append(all, all[i])
		case entry >= 64:
			all = append(all[:i], all[i+1:]...)
		case entry > 0:
			all[0], all[i] = all[i], all[0]
		}
		data := archiveOf(all, "", "")
		if bit > 0 {
			data[int(bit/8)%len(data)] ^= 1 << (bit % 8)
		}
		got, err := read(data)
		if err != nil {
			return
		}
		want, ok := reference(sheet, table)
		if ok && got != want {
			t.Errorf("read = %q, want %q", got, want)
		}
	})
}
