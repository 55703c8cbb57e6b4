package xlsx_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"reconcile/importers/xlsx"
)

// TestDamagedSheets refuses rows and cells that contradict themselves.
func TestDamagedSheets(t *testing.T) {
	for _, tt := range []struct{ rows, want string }{
		{`<row r="2"/><row r="2"/>`, "behind row 2"},
		{`<row r="3"/><row r="2"/>`, "behind row 3"},
		{`<row r="0"/>`, "behind row 0"},
		{`<row r="-1"/>`, "behind row 0"},
		{`<row r="+1"/>`, "behind row 0"},
		{`<row r="1048577"/>`, "beyond 1,048,576"},
		{`<row r="1048576"/><row/>`, "beyond 1,048,576"},
		{`<row r="1"><c r="A2"><v>1</v></c></row>`, "out of order or in row 1"},
		{`<row r="1"><c r="B1"/><c r="A1"/></row>`, "out of order"},
		{`<row r="1"><c r="B1"/><c r="B1"/></row>`, "out of order"},
		{`<row r="1"><c r="a1"/></row>`, "out of order"},
		{`<row r="1"><c r="A01"/></row>`, "out of order"},
		{`<row r="1"><c r="1"/></row>`, "out of order"},
		{`<row r="1"><c r="A"/></row>`, "out of order"},
		{`<row r="1"><c r="XFE1"/></row>`, "beyond column XFD"},
		{`<row r="1"><c r="XFD1"/><c/></row>`, "beyond column XFD"},
		{`<row><c t="s"><v>2</v></c></row>`, "shared string"},
		{`<row><c t="s"><v>-1</v></c></row>`, "shared string"},
		{`<row><c t="s"><v>1.0</v></c></row>`, "shared string"},
		{`<row><c t="s"><v></v></c></row>`, "shared string"},
		{`<row><c t="s"/></row>`, "shared string"},
		{`<row><c s="4"/></row>`, "format that the workbook does not have"},
		{`<row><c s="x"/></row>`, "format that the workbook does not have"},
		{`<row><c t="x"/></row>`, "of a kind that there is not"},
		{`<row><c><v>12a</v></c></row>`, "is no number"},
		{`<row><c><v>1.2.3</v></c></row>`, "is no number"},
		{`<row><c><v>1E</v></c></row>`, "is no number"},
		{`<row><c><v>.</v></c></row>`, "is no number"},
		{`<row><c><v>0x10</v></c></row>`, "is no number"},
		{`<row><c><v>NaN</v></c></row>`, "is no number"},
		{`<row><c t="b"><v>2</v></c></row>`, "neither true nor false"},
		{`<row><c t="d"><v>2011-02-29</v></c></row>`, "is no date"},
		{`<row><c t="inlineStr"><v>a</v></c></row>`, "not where its kind says"},
		{`<row><c><is><t>a</t></is></c></row>`, "not where its kind says"},
		{`<row><c><v>1</v><v>2</v></c></row>`, "one twice"},
		{`<row><c><v>1</v><is/></c></row>`, "one twice"},
		{`<row><c><w>1</w></c></row>`, "does not belong there"},
		{`<row><c><v>1<b/></v></c></row>`, "only text belongs"},
		{`<row><c t="inlineStr"><is><a:t xmlns:a="urn:a">a</a:t></is></c></row>`, "not the workbook's own"},
		{`<row><a:c xmlns:a="urn:a"/></row>`, "something else than cells"},
		{`<row><c><a:v xmlns:a="urn:a">1</a:v></c></row>`, "does not belong there"},
		{`<row>x</row>`, "text where only elements belong"},
		{`x<row/>`, "text where only elements belong"},
		{`<c/>`, "something else than rows"},
		{`<row><row/></row>`, "something else than cells"},
		{`<row><c><v>` + strings.Repeat("1", 200_000) + `</v></c></row>`, "32,767"},
	} {
		refused(t, tt.rows[:min(60, len(tt.rows))], standard(sheetOf(tt.rows)), tt.want)
	}
}

// refused reads the parts and wants an error that says so.
func refused(t *testing.T, name string, parts []part, want string) {
	t.Helper()
	refusedBytes(t, name, pack(t, parts), want)
}

func refusedBytes(t *testing.T, name string, data []byte, want string) {
	t.Helper()
	got, err := read(data)
	var damaged *xlsx.DamagedError
	var unsupported *xlsx.UnsupportedError
	if !errors.As(err, &damaged) && !errors.As(err, &unsupported) || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %.80q, %v, want an error with %q", name, got, err, want)
	}
}

// TestDamagedXML refuses what is no well-formed XML, wherever it is.
func TestDamagedXML(t *testing.T) {
	row := `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>`
	sound := sheetOf(row)
	in := func(text string) string { return strings.Replace(sound, "<t>a</t>", text, 1) }
	for _, tt := range []struct{ sheet, want string }{
		{"", "cut off"},
		{" ", "cut off"},
		{sound[:len(sound)-1], "ends in the middle"},
		{sound[:len(sound)-len("</worksheet>")], "cut off"},
		{sound[:strings.Index(sound, "</t>")], "cut off"},
		{sound + "<a/>", "second root"},
		{sound + "x", "text outside"},
		{sound + "&amp;", "text outside"},
		{"x" + sound, "text outside"},
		{sound + "\x00", "control character"},
		{`<!DOCTYPE worksheet [<!ENTITY a "b">]>` + sound, "document type"},
		{"<!DOCTYPE worksheet>" + sound, "document type"},
		{in("<!ELEMENT a>"), "document type"},
		{in("<t>&bogus;</t>"), "which there is not"},
		{in("<t>&nbsp;</t>"), "which there is not"},
		{in("<t>&#0;</t>"), "which there is not"},
		{in("<t>&#xD800;</t>"), "which there is not"},
		{in("<t>&#x110000;</t>"), "which there is not"},
		{in("<t>&#-65;</t>"), "which there is not"},
		{in("<t>a & b</t>"), "begins no reference"},
		{in("<t>a&;</t>"), "begins no reference"},
		{in("<t>\x01</t>"), "control character"},
		{in("<t>\uffff</t>"), "control character"},
		{in("<t>\xff</t>"), "no UTF-8"},
		{in("<t>\xed\xa0\x80</t>"), "no UTF-8"},
		{in("<t>]]></t>"), "]]>"},
		{in("<t>a</T>"), "closes another"},
		{in("<t>a</t></t>"), "closes another"},
		{in("<t>a</ t>"), "closes another"},
		{in("<t>a<!-- a -- b --></t>"), "two hyphens"},
		{in("<t>a<?xml version='1.0'?></t>"), "in its midst"},
		{in(`<t a="1"b="2">a</t>`), "no tag has"},
		{in(`<t a="1" a="2">a</t>`), "twice"},
		{in(`<t a=1>a</t>`), "without quotes"},
		{in(`<t a>a</t>`), "without value"},
		{in(`<t a="<">a</t>`), "< in an attribute"},
		{in(`<t a="&x;">a</t>`), "which there is not"},
		{in(`<1t>a</1t>`), "no tag has"},
		{in(`<x:t>a</x:t>`), "not declared"},
		{in(`<t x:a="1">a</t>`), "not declared"},
		{in(`<t xmlns:x="">a</t>`), "cannot be"},
		{sheetOf(`<row xmlns:x="urn:x"/><x:row/>`), "not declared"},
		{in(`<t / >a</t>`), "not closed"},
		{in(`<:t>a</:t>`), "no tag has"},
		{`<?xml version="1.0" encoding="GBK"?>` + sound, "in gbk"},
		{`<?xml encoding="utf-8"?>` + sound, "cannot be read"},
		{"\xff\xfe<\x00", "UTF-16"},
		{"<\x00w\x00", "UTF-16"},
		{strings.ReplaceAll(sound, "worksheet", "chartsheet"), "begins with another element"},
		{strings.Replace(sound, "schemas.openxml", "schemas.open", 1), "begins with another element"},
		{"<worksheet " + mainSpace + "/>", "no rows at all"},
		{strings.Replace(sound, "</worksheet>", "<sheetData/></worksheet>", 1), "two lists"},
		{in(strings.Repeat("<a>", 200)), "deep"},
		{in(strings.Repeat("<r>", 200)), "deep"},
	} {
		refused(t, tt.sheet[:min(len(tt.sheet), 300)], standard(tt.sheet), tt.want)
	}
}

// TestCheck finds damage in what was not read: another sheet, another part.
func TestCheck(t *testing.T) {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	parts := with(standard(sheetOf("<row/>")), "xl/worksheets/sheet2.xml", sheetOf("<row/><row"))
	parts = with(parts, bookPart, `<workbook `+mainSpace+` xmlns:r="`+office+`"><sheets><sheet name="a" r:id="r1"/><sheet name="b" r:id="r2"/></sheets></workbook>`)
	parts = with(parts, bookRels, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="`+office+`/worksheet" Target="worksheets/sheet1.xml"/>`+
		`<Relationship Id="r2" Type="`+office+`/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`)
	data := pack(t, parts)
	b, err := xlsx.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range b.Rows(0) {
		if err != nil {
			t.Fatal(err)
		}
	}
	var damaged *xlsx.DamagedError
	if err := b.Check(context.Background()); !errors.As(err, &damaged) || damaged.Part != "xl/worksheets/sheet2.xml" {
		t.Errorf("Check = %v, want damage in the second sheet", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.Check(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Check after cancel = %v, want %v", err, context.Canceled)
	}
}

// TestDamagedParts refuses workbooks whose parts do not fit together.
func TestDamagedParts(t *testing.T) {
	row := `<row><c t="s"><v>1</v></c></row>`
	sound := standard(sheetOf(row))
	edit := func(name, old, new string) []part {
		for _, p := range sound {
			if p.name == name && strings.Contains(p.data, old) {
				return with(sound, name, strings.Replace(p.data, old, new, 1))
			}
		}
		t.Fatalf("no %q in %s", old, name)
		return nil
	}
	for _, tt := range []struct {
		name  string
		parts []part
		want  string
	}{
		{"no types", without(sound, typesPart), "is missing"},
		{"no root", without(sound, "_rels/.rels"), "is missing"},
		{"no workbook", without(sound, bookPart), "is missing"},
		{"no relations", without(sound, bookRels), "is missing"},
		{"no sheet", without(sound, sheetPart), "is missing"},
		{"no styles", without(sound, stylePart), "is missing"},
		{"no strings", without(sound, tablePart), "is missing"},
		{"strings not named", edit(bookRels, "/sharedStrings\"", "/other\""), "shared string"},
		{"external sheet", edit(bookRels, `Target="worksheets/sheet1.xml"`, `Target="worksheets/sheet1.xml" TargetMode="External"`), "is missing"},
		{"no such relation", edit(bookPart, `r:id="r1"`, `r:id="r7"`), "without name or place"},
		{"id of another space", edit(bookPart, `r:id="r1"`, `id="r1"`), "without name or place"},
		{"no sheets", edit(bookPart, `<sheets><sheet name="订单" sheetId="1" r:id="r1"/></sheets>`, ``), "lists no sheets"},
		{"sheet not listed", edit(bookPart, `<sheet name="订单" sheetId="1" r:id="r1"/>`, ``), "does not list"},
		{"sheet twice", edit(bookPart, `</sheets>`, `<sheet name="b" r:id="r1"/></sheets>`), "twice"},
		{"relation twice", edit(bookRels, `Id="r2"`, `Id="r1"`), "twice"},
		{"fewer strings", edit(tablePart, `<si><t>eins</t></si>`, ``), "declares 2 strings and holds 1"},
		{"more strings", edit(tablePart, `<si>`, `<si/><si>`), "declares 2 strings and holds 3"},
		{"other than strings", edit(tablePart, `</sst>`, `<row/></sst>`), "is no string"},
		{"a format without number", edit(stylePart, `numFmtId="170"`, ``), "without number"},
		{"a format that is no number", edit(stylePart, `<xf numFmtId="14"/>`, `<xf numFmtId="x"/>`), "is no number"},
		{"binary", edit(typesPart, bookType, "application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "(.xlsb): save it as .xlsx"},
		{"a letter", edit(typesPart, bookType, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"), "no workbook"},
		{"an OpenDocument sheet", append([]part{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}, part{"content.xml", "<a/>"}), "(.ods): save it as .xlsx"},
	} {
		refused(t, tt.name, tt.parts, tt.want)
	}
	macros := edit(typesPart, bookType, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
	if got, err := read(pack(t, macros)); err != nil || got != "1 A:text:zwei;" {
		t.Errorf("with macros: %q, %v, want its row", got, err)
	}
	if _, err := read(pack(t, []part{{"bill.csv", "a,b"}})); !errors.Is(err, xlsx.ErrNotWorkbook) {
		t.Errorf("an archive of text: %v, want ErrNotWorkbook", err)
	}
}
