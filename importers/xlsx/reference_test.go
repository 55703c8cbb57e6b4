package xlsx_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A node is an element as encoding/xml gives it.
type node struct {
	name xml.Name
	attr []xml.Attr
	text string
	kids []*node
}

// tree reads a text whole.
func tree(text string) (*node, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	top := &node{}
	open := []*node{top}
	for {
		t, err := d.Token()
		if err == io.EOF && len(top.kids) == 1 {
			return top.kids[0], nil
		}
		if err != nil {
			return nil, fmt.Errorf("%d roots: %w", len(top.kids), err)
		}
		last := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{name: t.Name, attr: t.Copy().Attr}
			last.kids = append(last.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(t)
		}
	}
}

// all gives the elements of a name within n.
func (n *node) all(name string) (found []*node) {
	for _, k := range n.kids {
		space := k.name.Space == "http://schemas.openxmlformats.org/spreadsheetml/2006/main" || k.name.Space == "http://purl.oclc.org/ooxml/spreadsheetml/main"
		if space && k.name.Local == name {
			found = append(found, k)
		}
	}
	return found
}

func (n *node) value(name string) string {
	for _, a := range n.attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// rich gives the text of an <si> or <is>, in the order of its elements.
func (n *node) rich() (text string) {
	for _, k := range n.kids {
		inner := &node{kids: []*node{k}}
		for _, run := range inner.all("r") {
			for _, t := range run.all("t") {
				text += t.trimmed()
			}
		}
		for _, t := range inner.all("t") {
			text += t.trimmed()
		}
	}
	return text
}

// trimmed gives the text of a <t>.
func (n *node) trimmed() string {
	for _, a := range n.attr {
		if a.Name.Space == "http://www.w3.org/XML/1998/namespace" && a.Name.Local == "space" && a.Value == "preserve" {
			return n.text
		}
	}
	return strings.Trim(n.text, " \t\r\n")
}

// reference reads a sheet and its shared strings in another way than the
// package: as trees of encoding/xml, in memory. Not ok for what it does not
// judge: escapes and dates.
func reference(sheet, table string) (dump string, ok bool) {
	if strings.Contains(sheet+table, "_x") || strings.Contains(sheet, `"d"`) || strings.Contains(sheet, `'d'`) || strings.Contains(sheet, "&#") {
		return "", false
	}
	strs, err := tree(table)
	if err != nil {
		return "the table: " + err.Error(), true
	}
	root, err := tree(sheet)
	if err != nil {
		return "the sheet: " + err.Error(), true
	}
	var out strings.Builder
	number := 0
	for _, data := range root.all("sheetData") {
		for _, row := range data.all("row") {
			number++
			if n, err := strconv.Atoi(row.value("r")); err == nil {
				number = n
			}
			fmt.Fprintf(&out, "%d", number)
			column := 0
			for _, c := range row.all("c") {
				column++
				if letters := strings.TrimRight(c.value("r"), "0123456789"); letters != "" {
					column = 0
					for _, l := range letters {
						column = column*26 + int(l-'A') + 1
					}
				}
				out.WriteString(c.dump(column, strs.all("si")))
			}
			out.WriteByte(';')
		}
	}
	return out.String(), true
}

// dump gives a cell as read gives it.
func (n *node) dump(column int, strs []*node) string {
	kind, text, mark := "number", "", ":"
	for _, v := range n.all("v") {
		text = v.text
	}
	switch n.value("t") {
	case "s":
		i, err := strconv.Atoi(text)
		if err != nil || i >= len(strs) {
			return " a wrong string"
		}
		kind, text = "text", strs[i].rich()
	case "inlineStr":
		kind = "text"
		for _, is := range n.all("is") {
			text = is.rich()
		}
	case "str":
		kind = "text"
	case "e":
		kind = "error"
	case "b":
		kind, text = "bool", map[string]string{"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE", "": ""}[text]
	}
	if len(n.all("f")) > 0 {
		mark = "="
	}
	switch {
	case text == "" && mark == ":":
		return ""
	case text == "" && (kind == "text"):
		kind = "empty"
	case text == "":
		kind = "novalue"
	}
	return fmt.Sprintf(" %c%s%s:%s", 'A'+column-1, mark, kind, text)
}
