package reports_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// A node is an element of a part. Names are used without their namespace: no two that
// matter here differ in it alone.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []*node    `xml:",any"`
	Text     string     `xml:",chardata"`
}

// parseNode reads a whole part. It refuses what encoding/xml lets pass and Excel
// does not: an attribute twice, a second root, a document type.
func parseNode(data []byte) (*node, error) {
	root := &node{}
	d := xml.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(root); err != nil {
		return nil, fmt.Errorf("not well-formed: %w", err)
	}
	if bytes.Contains(data, []byte("<!")) {
		return nil, errors.New("a document type")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("a second root, or text behind the first: %w", err)
	}
	return root, root.uniqueAttributes()
}

func (n *node) uniqueAttributes() error {
	seen := map[xml.Name]bool{}
	for _, a := range n.Attrs {
		if seen[a.Name] {
			return fmt.Errorf("<%s> has the attribute %s twice", n.XMLName.Local, a.Name.Local)
		}
		seen[a.Name] = true
	}
	for _, k := range n.Children {
		if err := k.uniqueAttributes(); err != nil {
			return err
		}
	}
	return nil
}

// attr is an attribute; empty, if there is none.
func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
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
	for _, k := range n.Children {
		if k.XMLName.Local == name {
			return k
		}
	}
	return &node{}
}

// all are the elements of this name anywhere below n.
func (n *node) all(name string) (found []*node) {
	for _, k := range n.Children {
		if k.XMLName.Local == name {
			found = append(found, k)
		}
		found = append(found, k.all(name)...)
	}
	return found
}
