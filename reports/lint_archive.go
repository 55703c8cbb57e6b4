package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// lintPartOf reads a part. Of a sheet, the rows that stand in it are read by
// themselves, with those that follow them.
func lintPartOf(name string, data []byte, following rowTally) (*lintPart, error) {
	if !strings.HasPrefix(name, "xl/worksheets/sheet") {
		root, err := parseNode(data)
		return &lintPart{root: root}, err
	}
	head, tail, _ := bytes.Cut(data, []byte(`<sheetData>`))
	first, tail, found := bytes.Cut(tail, []byte(`</sheetData>`))
	if !found {
		return nil, errors.New("there is no place for rows")
	}
	root, err := parseNode(append(append(head[:len(head):len(head)], `<sheetData/>`...), tail...))
	if err != nil {
		return nil, err
	}
	rows, err := lintRows(first)
	if err != nil {
		return nil, err
	}
	if rows, err = rows.append(following); err != nil {
		return nil, err
	}
	headings, err := textsOf(first)
	return &lintPart{root: root, rows: &lintRowsOf{rows, headings}}, err
}

// textsOf are the texts of the first row.
func textsOf(rows []byte) ([]string, error) {
	first, _, _ := bytes.Cut(rows, []byte(`</row>`))
	if len(first) == 0 {
		return nil, nil
	}
	var row struct {
		C []struct {
			Text string `xml:"is>t"`
		} `xml:"c"`
	}
	if err := xml.Unmarshal(append(first[:len(first):len(first)], `</row>`...), &row); err != nil {
		return nil, err
	}
	var texts []string
	for _, c := range row.C {
		texts = append(texts, c.Text)
	}
	return texts, nil
}

// lintEnds refuses a sheet on which something was set after its end: the library
// holds that, and does not write it.
func (b *workbook) lintEnds() error {
	for _, name := range slices.Sorted(maps.Keys(b.packed)) {
		if _, late := b.file.Sheet.Load(name); late {
			return fmt.Errorf("%s: something was set after its end", name)
		}
	}
	return nil
}

// lint refuses a workbook that would be broken, before a byte of it is written.
func (b *workbook) lint(parts map[string]*bytes.Buffer) error {
	read := map[string]*lintPart{}
	for name, data := range parts {
		var following rowTally
		text := data.Bytes()
		if rows, ok := b.packed[name]; ok {
			following = rows.tally
			head, tail, err := rows.around(text)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			text = slices.Concat(head, tail)
		}
		var err error
		if read[name], err = lintPartOf(name, text, following); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return lintParts(read, b.asked)
}

// ask notes what a sheet is about to be, before it ends.
func (f *framed) ask() error {
	part := sheetPart(f.stream.SheetID)
	held, ok := f.book.file.Sheet.Load(part)
	if !ok {
		return errors.New("the library has let go of the sheet")
	}
	text, err := xml.Marshal(held)
	if err != nil {
		return err
	}
	model, err := parseNode(text)
	if err != nil {
		return err
	}
	f.book.asked[part] = asked{rows: f.row, columns: len(f.widths), links: len(f.links), header: f.header, model: model}
	return nil
}
