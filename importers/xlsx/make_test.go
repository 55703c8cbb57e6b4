package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"reconcile/importers/xlsx"
)

// A part is one member of a workbook that a test makes.
type part struct{ name, data string }

const (
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	sheetPart = "xl/worksheets/sheet1.xml"
	tablePart = "xl/sharedStrings.xml"
	stylePart = "xl/styles.xml"
	bookPart  = "xl/workbook.xml"
	bookRels  = "xl/_rels/workbook.xml.rels"
	typesPart = "[Content_Types].xml"
	bookType  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)

// standard makes a workbook of one sheet, with two shared strings and the
// formats 0 (general), 1 (date), 2 (own date) and 3 (amount).
func standard(sheet string) []part {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return []part{
		{typesPart, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n" +
			`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + bookType + `"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{bookPart, `<workbook ` + mainSpace + ` xmlns:r="` + office + `"><sheets><sheet name="订单" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{bookRels, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="` + office + `/styles" Target="/xl/styles.xml"/><Relationship Id="r3" Type="` + office + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{stylePart, `<styleSheet ` + mainSpace + `><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="[Red]0.00&quot;yuan&quot;\d"/></numFmts>` +
			`<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`},
		{tablePart, `<sst ` + mainSpace + ` uniqueCount="2"><si><t>eins</t></si><si><t>zwei</t></si></sst>`},
		{sheetPart, sheet},
	}
}

// sheetOf wraps rows into a sheet.
func sheetOf(rows string) string {
	return `<worksheet ` + mainSpace + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// with gives the parts with one replaced, or added.
func with(parts []part, name, data string) []part {
	out := append([]part(nil), parts...)
	for i := range out {
		if out[i].name == name {
			out[i].data = data
			return out
		}
	}
	return append(out, part{name, data})
}

// without gives the parts but one.
func without(parts []part, name string) []part {
	var out []part
	for _, p := range parts {
		if p.name != name {
			out = append(out, p)
		}
	}
	return out
}

// pack makes the archive, as Go's writer does: packed, sizes behind the data.
func pack(tb testing.TB, parts []part) []byte {
	tb.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := f.Write([]byte(p.data)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

var kindNames = map[xlsx.Kind]string{
	xlsx.Text: "text", xlsx.Number: "number", xlsx.Date: "date", xlsx.Bool: "bool", xlsx.Error: "error", xlsx.NoValue: "novalue", xlsx.Empty: "empty",
}

// read reads a workbook whole: every sheet, every row, every cell that holds
// something, as text.
func read(data []byte) (string, error) {
	b, err := xlsx.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for i, s := range b.Sheets() {
		if i > 0 || s.Hidden {
			fmt.Fprintf(&out, "[%s %t]", s.Name, s.Hidden)
		}
		for row, err := range b.Rows(i) {
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&out, "%d", row.Number)
			for c, cell := range row.Cells {
				if cell == (xlsx.Cell{}) {
					continue
				}
				mark := ":"
				if cell.Formula {
					mark = "="
				}
				fmt.Fprintf(&out, " %c%s%s:%s", 'A'+c, mark, kindNames[cell.Kind], cell.Text)
			}
			out.WriteByte(';')
		}
	}
	return out.String(), b.Check(context.Background())
}
