package xlsx_test

import (
	"strings"
	"testing"

	"reconcile/importers/xlsx"
)

func TestCells(t *testing.T) {
	for _, tt := range []struct{ name, rows, want string }{
		{"shared", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>`, "1 A:text:eins C:text:zwei;"},
		{"inline", `<row r="2"><c r="B2" t="inlineStr"><is><t>a&amp;b &lt;&#x4e2d;&#25991;</t></is></c></row>`, "2 B:text:a&b <中文;"},
		{"inline, of openpyxl", `<row r="2"><c r="A2" t="inlineStr"/><c r="B2" s="3" t="inlineStr"></c><c r="C2" t="inlineStr"><is><t>a</t></is></c></row>`, "2 C:text:a;"},
		{"rich runs", `<row><c t="inlineStr"><is><r><rPr><b/></rPr><t>ab</t></r><r><t xml:space="preserve"> c</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/></is></c></row>`, "1 A:text:ab c;"},
		{"white space", `<row><c t="inlineStr"><is><t> a b </t></is></c><c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>`, "1 A:text:a b B:text: a ;"},
		{"sections", `<row><c t="inlineStr"><is><t>x<![CDATA[<&>]]>y<!-- no -->z<?p no?></t></is></c></row>`, "1 A:text:x<&>yz;"},
		{"line ends", "<row><c t=\"inlineStr\"><is><t>a\r\nb\rc&#13;d</t></is></c></row>", "1 A:text:a\nb\nc\rd;"},
		{"escapes", `<row><c t="inlineStr"><is><t>a_x000D_b_x005F_x000D_ _x_ _xZZZZ_ _xD83D__xDE00_ _xD83D_</t></is></c></row>`, "1 A:text:a\rb_x000D_ _x_ _xZZZZ_ 😀 _xD83D_;"},
		{"shared escape", `<row><c t="str"><v>_x0041_</v></c></row>`, "1 A:text:A;"},
		{"number", `<row><c><v>0012.50</v></c><c t="n"><v>2.0110112010370663E27</v></c><c><v>-1e5</v></c><c><v>2011011201037066</v></c></row>`,
			"1 A:number:0012.50 B:number:2.0110112010370663E27 C:number:-1e5 D:number:2011011201037066;"},
		{"dates", `<row><c s="1"><v>40555</v></c><c s="1"><v>40555.354166666664</v></c><c s="2"><v>4.0555999999999999E4</v></c><c s="3"><v>40555</v></c><c s="0"><v>40555</v></c></row>`,
			"1 A:date:2011-01-12 00:00:00 B:date:2011-01-12 08:30:00 C:date:2011-01-13 00:00:00 D:number:40555 E:number:40555;"},
		{"leap year of 1900", `<row><c s="1"><v>1</v></c><c s="1"><v>59</v></c><c s="1"><v>60</v></c><c s="1"><v>61</v></c><c s="1"><v>0.5</v></c><c s="1"><v>-1</v></c></row>`,
			"1 A:date:1900-01-01 00:00:00 B:date:1900-02-28 00:00:00 C:number:60 D:date:1900-03-01 00:00:00 E:date:12:00:00 F:number:-1;"},
		{"ends of the calendar", `<row><c s="1"><v>2958465.999988</v></c><c s="1"><v>2958465.999999</v></c><c s="1"><v>2958466</v></c><c s="1"><v>1E999999999</v></c></row>`,
			"1 A:date:9999-12-31 23:59:59 B:number:2958465.999999 C:number:2958466 D:number:1E999999999;"},
		{"iso dates", `<row><c t="d"><v>2011-01-12T08:30:00</v></c><c t="d"><v>2011-01-12</v></c><c t="d"><v>2011-01-12T08:30:00.4Z</v></c></row>`,
			"1 A:date:2011-01-12 08:30:00 B:date:2011-01-12 00:00:00 C:date:2011-01-12 08:30:00;"},
		{"truth and errors", `<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>`, "1 A:bool:TRUE B:bool:FALSE C:error:#N/A;"},
		{"formulas", `<row><c><f>1+1</f><v>2</v></c><c t="str"><f>"a"</f><v>a</v></c><c><f>1+1</f></c><c><f>1+1</f><v/></c><c t="str"><f>""</f><v></v></c></row>`,
			"1 A=number:2 B=text:a C=novalue: D=novalue: E=empty:;"},
		{"empty cells", `<row><c s="1"/><c t="str"/><c><v/></c><c><v>1</v></c><c s="3"/></row><row/><row r="9"></row>`, "1 D:number:1;2;9;"},
		{"places by sequence", `<row><c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c></row><row r="5"/><row><c><v>4</v></c></row>`, "1 A:number:1 C:number:2 D:number:3;5;6 A:number:4;"},
		{"extensions", `<row><c><v>1</v><extLst><ext><v>2</v></ext></extLst></c><extLst><ext/></extLst></row>`, "1 A:number:1;"},
		{"long row after short", `<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row><row r="2"><c r="C2"><v>4</v></c></row>`, "1 A:number:1 B:number:2 C:number:3;2 C:number:4;"},
	} {
		got, err := read(pack(t, standard(sheetOf(tt.rows))))
		if err != nil || got != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

// TestSheets reads what is around the rows.
func TestSheets(t *testing.T) {
	row := `<row r="1"><c r="A1"><v>7</v></c></row>`
	prefixed := `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`
	for _, tt := range []struct{ name, sheet string }{
		{"plain", sheetOf(row)},
		{"prefixes", prefixed},
		{"mixed prefixes", strings.NewReplacer("<x:c", `<c xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`, "/x:c", "/c").Replace(prefixed)},
		{"strict", strings.Replace(sheetOf(row), "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", 1)},
		{"a byte order mark", "\ufeff" + `<?xml version='1.0' encoding='utf-8'?>` + sheetOf(row)},
		{"another space within", strings.Replace(sheetOf(row), "<sheetData>", `<cols xmlns="urn:x"><a/></cols><sheetData>`, 1)},
		{"a false dimension", strings.Replace(sheetOf(row), "<sheetData>", `<dimension ref="A1:XFD1048576"/><sheetData>`, 1)},
		{"what surrounds the rows", `<worksheet ` + mainSpace + ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x14="urn:x" mc:Ignorable="x14"><cols><col min="1" max="2"/></cols>` +
			`<sheetData>` + row + `</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells><mc:AlternateContent><mc:Choice Requires="x14"><x14:row/></mc:Choice></mc:AlternateContent>` +
			`<extLst><ext><sheetData/></ext></extLst></worksheet><!-- end --> ` + "\n"},
	} {
		got, err := read(pack(t, standard(tt.sheet)))
		if want := "1 A:number:7;"; err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, want)
		}
	}
}

// TestWorkbook reads several sheets in the workbook's order, hidden ones too,
// except a chart's, and days that count from 1904.
func TestWorkbook(t *testing.T) {
	parts := standard(sheetOf(`<row><c s="1"><v>0</v></c><c s="1"><v>39093.5</v></c></row>`))
	for i := range parts {
		switch parts[i].name {
		case bookPart:
			parts[i].data = strings.NewReplacer("<sheets>", `<workbookPr date1904="1"/><sheets><sheet name="b" sheetId="7" r:id="r8" state="hidden"/><sheet name="c" sheetId="8" r:id="r9"/>`).Replace(parts[i].data)
			parts[i].data = strings.Replace(parts[i].data, "<sheets>", `<a:sheets xmlns:a="urn:a"><a:sheet/></a:sheets><sheets>`, 1)
		case tablePart:
			parts[i].data = strings.Replace(parts[i].data, "</sst>", `<extLst><ext><si/></ext></extLst></sst>`, 1)
		case bookRels:
			const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
			parts[i].data = strings.Replace(parts[i].data, "</Rel", `<Relationship Id="r8" Type="`+office+`/worksheet" Target="../xl/Sheet2.xml"/><Relationship Id="r9" Type="`+office+`/chartsheet" Target="none.xml"/></Rel`, 1)
		}
	}
	parts = append(parts, part{"xl/sheet2.xml", sheetOf(`<row><c><v>2</v></c></row>`)})
	got, err := read(pack(t, parts))
	want := "[b true]1 A:number:2;[订单 false]1 A:date:1904-01-01 00:00:00 B:date:2011-01-12 12:00:00;"
	if err != nil || got != want {
		t.Errorf("read = %q, %v, want %q", got, err, want)
	}
}

func TestShown(t *testing.T) {
	for in, want := range map[string]string{
		"19.899999999999999":      "19.9",
		"7.0000000000000007E-2":   "0.07",
		"0.30000000000000004":     "0.3", // 0.1+0.2
		"0.79999999999999993":     "0.8", // 0.7+0.1
		"12.300000000000001":      "12.3",
		"33.333333333333336":      "33.3333333333333",
		"999999999999999.5":       "1000000000000000",
		"0.000012345678901234567": "0.0000123456789012346",
		"1.2345678901234567E-5":   "0.0000123456789012346",
		"0.29999999999999999":     "0.3",
		"-19.899999999999999":     "-19.9",
		"1234567.8899999999":      "1234567.89",
		"19.9":                    "19.9",
		"19.90":                   "19.90",
		"5E-2":                    "0.05",
		"20":                      "20",
		"10000000000000001":       "10000000000000001",
		"2.0110112010370663E27":   "2.0110112010370663E27",
		"2.01101E+15":             "2.01101E+15",
		"19.9000000000000000001":  "19.9",
		"1E-300":                  "1E-300",
		"100000000.01000001":      "100000000.01",
		"100000000.0100001":       "100000000.01",
	} {
		if got := xlsx.Shown(in); got != want {
			t.Errorf("Shown(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestFormats tells apart formats of dates and those of numbers by their code.
func TestFormats(t *testing.T) {
	for code, want := range map[string]string{
		"yyyy/m/d h:mm": "date", "[h]:mm": "date", "[SS]": "date", "[DBNum1][$-804]上午/下午h&quot;时&quot;": "date", "0;[Blue]d": "date",
		"General": "number", "0.00": "number", "#,##0.00&quot;yuan made&quot;": "number", "[Red][&lt;100]0.0": "number", "\\y0_d*s": "number", "@": "number",
		"0.00E+00": "number", "&quot;d": "number", "[d": "number",
	} {
		styles := `<styleSheet ` + mainSpace + `><numFmts><numFmt numFmtId="14" formatCode="` + code + `"/></numFmts><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`
		got, err := read(pack(t, with(standard(sheetOf(`<row><c><v>40555</v></c></row>`)), stylePart, styles)))
		if err != nil || !strings.HasPrefix(got, "1 A:"+want) {
			t.Errorf("%s: %q, %v, want a %s", code, got, err, want)
		}
	}
}
