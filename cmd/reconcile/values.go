package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"reconcile/alipay"
)

// An entry is one key of a mapping and its value.
type entry struct {
	key string
	at  value // the place of the key
	value
}

// entries returns what a mapping holds, in its order. Keys that are no text or
// stand twice are problems, and left out.
func (v value) entries() []entry {
	if !v.present() {
		return nil
	}
	if v.node.Kind != yaml.MappingNode {
		v.fail("want a mapping of keys to values, got %s", describe(v.node))
		return nil
	}
	var entries []entry
	first := map[string]int{}
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		key, node := v.node.Content[i], v.node.Content[i+1]
		at := v.child(key.Value, key)
		switch line, twice := first[key.Value]; {
		case key.Kind != yaml.ScalarNode || key.Tag == "!!merge":
			at.fail("want a plain key, got %s", describe(key))
		case twice:
			at.fail("the key stands twice, first in line %d", line)
		default:
			first[key.Value] = key.Line
			entries = append(entries, entry{key.Value, at, v.child(key.Value, node)})
		}
	}
	return entries
}

// fields are the values of a mapping whose keys are known.
type fields struct {
	of     value
	values map[string]value
}

// fields reads a mapping that may hold the known keys and no other.
func (v value) fields(known ...string) fields {
	f := fields{of: v, values: map[string]value{}}
	for _, e := range v.entries() {
		if !slices.Contains(known, e.key) {
			e.at.fail("unknown key%s", suggestOr(e.key, known))
			continue
		}
		f.values[e.key] = e.value
	}
	return f
}

// get returns the value of a key, an absent one where the key is missing.
func (f fields) get(key string) value {
	if v, ok := f.values[key]; ok {
		return v
	}
	path := key
	if f.of.path != "" {
		path = f.of.path + "." + key
	}
	return value{doc: f.of.doc, path: path, line: f.of.line, column: f.of.column}
}

// need is get for a key that must be there.
func (f fields) need(key, what string) value {
	v := f.get(key)
	if !v.present() && f.of.present() && f.of.node.Kind == yaml.MappingNode {
		v.fail("missing: %s", what)
	}
	return v
}

// text reads a value that is text; a number is taken as it is written.
func (v value) text() string {
	s, ok := v.scalar("text")
	if ok && s == "" {
		v.fail("empty")
	}
	return s
}

// scalar returns the written form of a single value; anything else is a
// problem.
func (v value) scalar(want string) (string, bool) {
	if !v.present() {
		return "", false
	}
	if v.node.Kind != yaml.ScalarNode || v.node.Tag == "!!null" {
		v.fail("want %s, got %s", want, describe(v.node))
		return "", false
	}
	return v.node.Value, true
}

// choice reads a value that is one of options.
func (v value) choice(otherwise string, options ...string) string {
	s, ok := v.scalar("one of " + strings.Join(options, ", "))
	if !ok {
		return otherwise
	}
	if !slices.Contains(options, s) {
		v.fail("%s: want one of %s%s", alipay.Quote(s), strings.Join(options, ", "), suggestion(s, options))
		return otherwise
	}
	return s
}

// number reads a whole number from least to most.
func (v value) number(otherwise, least, most int) int {
	want := fmt.Sprintf("a whole number from %d to %d", least, most)
	s, ok := v.scalar(want)
	if !ok {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		v.fail("%s: want %s", alipay.Quote(s), want)
		return otherwise
	}
	return n
}

// duration reads a length of time above zero, such as 26h.
func (v value) duration(otherwise time.Duration) time.Duration {
	s, ok := v.scalar("a length of time such as 26h")
	if !ok {
		return otherwise
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		v.fail("%s: want a length of time such as 26h or 90m", alipay.Quote(s))
		return otherwise
	}
	return d
}

// amount reads an amount in yuan, nil where the value is absent.
func (v value) amount() *alipay.Money {
	s, ok := v.scalar("an amount in yuan such as 5000.00")
	if !ok {
		return nil
	}
	m, err := alipay.ParseMoney(s)
	if err != nil {
		v.fail("%v", err)
		return nil
	}
	return &m
}

// list returns the values of a list.
func (v value) list(of string) []value {
	if !v.present() {
		return nil
	}
	if v.node.Kind != yaml.SequenceNode {
		v.fail("want a list of %s, such as [a, b], got %s", of, describe(v.node))
		return nil
	}
	values := make([]value, len(v.node.Content))
	for i, node := range v.node.Content {
		values[i] = v.child(fmt.Sprintf("[%d]", i+1), node)
	}
	return values
}

// describe says what a node is, without its value: that might be a secret.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.AliasNode:
		return "an alias: write the value out"
	case n.Tag == "!!null":
		return "nothing"
	case n.Tag == "!!int", n.Tag == "!!float":
		return "a number"
	}
	return "text"
}
