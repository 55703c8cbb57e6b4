package reports_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"reconcile/reports/internal/xlsx"
)

// readParts reads all parts.
func readParts(parts map[string][]byte) (map[string]*part, error) {
	read := map[string]*part{}
	for name, data := range parts {
		var err error
		if read[name], err = readPart(name, data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return read, nil
}

// readPart reads a part. Of a sheet, the rows are read by themselves.
func readPart(name string, data []byte) (*part, error) {
	if !strings.HasPrefix(name, "xl/worksheets/sheet") {
		root, err := parseNode(data)
		return &part{root: root}, err
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
	rows, err := xlsx.CheckRows(first)
	if err != nil {
		return nil, err
	}
	headings, err := textsOf(first)
	return &part{root: root, rows: &sheetRows{rows, headings}}, err
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
