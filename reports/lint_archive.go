package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

func lintPartsOf(parts map[string][]byte) (map[string]*lintPart, error) {
	read := map[string]*lintPart{}
	for name, data := range parts {
		var err error
		if read[name], err = lintPartOf(name, data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return read, nil
}

// lintPartOf reads a part. Of a sheet, the rows are read by themselves.
func lintPartOf(name string, data []byte) (*lintPart, error) {
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
