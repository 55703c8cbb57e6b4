package reports_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// A node is an element of a part. Names are without their namespace: no two that
// matter here differ in it alone.
type node struct {
	name     string
	attrs    []xml.Attr
	children []*node
	text     string
}

// parseNode reads a whole part. It refuses what encoding/xml lets pass and Excel
// does not: an attribute twice, a second root, a document type.
func parseNode(data []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	top := &node{}
	for path := []*node{top}; ; {
		token, err := d.Token()
		if err == io.EOF && len(top.children) == 1 {
			return top.children[0], nil
		}
		if err != nil {
			return nil, fmt.Errorf("not well-formed: %w", err)
		}
		at := path[len(path)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if err := uniqueAttributes(t); err != nil {
				return nil, err
			}
			kid := &node{name: t.Name.Local, attrs: t.Attr}
			at.children = append(at.children, kid)
			path = append(path, kid)
			if len(top.children) > 1 {
				return nil, errors.New("a second root")
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			at.text += string(t)
		case xml.Directive:
			return nil, errors.New("a document type")
		}
	}
}

func uniqueAttributes(t xml.StartElement) error {
	seen := map[xml.Name]bool{}
	for _, a := range t.Attr {
		if seen[a.Name] {
			return fmt.Errorf("<%s> has the attribute %s twice", t.Name.Local, a.Name.Local)
		}
		seen[a.Name] = true
	}
	return nil
}

// attr is an attribute; empty, if there is none.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number is an attribute that counts; −1, if it is none.
func (n *node) number(name string) int {
	v, err := strconv.Atoi(n.attr(name))
	if err != nil {
		return -1
	}
	return v
}

// child is the first element of this name in n; an empty one, if there is none.
func (n *node) child(name string) *node {
	for _, k := range n.children {
		if k.name == name {
			return k
		}
	}
	return &node{}
}

// all yields the elements of this name anywhere below n.
func (n *node) all(name string) (found []*node) {
	for _, k := range n.children {
		if k.name == name {
			found = append(found, k)
		}
		found = append(found, k.all(name)...)
	}
	return found
}
