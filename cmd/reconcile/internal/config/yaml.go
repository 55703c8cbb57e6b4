package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// A problem is one thing that is wrong with a configuration, and where.
type problem struct {
	line, column int
	path         string
	cause        words.Text
}

// An Error holds everything that is wrong with a configuration.
type Error struct {
	File     string
	problems []problem
	text     []byte // of the file
}

// Problems are the problems in a language, each with the line that it is about, for people.
func (e *Error) Problems(l words.Language) []terminal.Problem {
	all := make([]terminal.Problem, len(e.problems))
	for i, p := range e.problems {
		source, column := showLine(e.text, p.line, p.column)
		all[i] = terminal.Problem{Text: p.Print(e.File, l), Line: p.line, Source: source, Column: column}
	}
	return all
}

// Total counts the problems.
func (e *Error) Total() words.Text {
	return words.New("%d errors in %s; nothing was run", len(e.problems), e.File)
}

// Error lists the problems, one line each: file:line:column: path: cause.
func (e *Error) Error() string { return e.In(words.English) }

// In is what Error lists, in a language.
func (e *Error) In(l words.Language) string {
	lines := make([]string, len(e.problems))
	for i, p := range e.problems {
		lines[i] = p.Print(e.File, l)
	}
	return strings.Join(lines, "\n")
}

// Print is the problem as people see it.
func (p problem) Print(file string, l words.Language) string {
	var b strings.Builder
	b.WriteString(file + ":")
	if p.line > 0 {
		fmt.Fprintf(&b, "%d:%d:", p.line, p.column)
	}
	if p.path != "" {
		b.WriteString(" " + p.path + ":")
	}
	return b.String() + " " + terminal.Visible(p.cause.In(l))
}

// A document is a configuration file that is being read. It collects what is
// wrong, so that all of it can be told at once.
type document struct {
	file     string
	text     []byte
	problems []problem
	warnings []problem
}

// err returns the problems in the order of the file, nil where there is none.
func (d *document) err() error {
	if len(d.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(d.problems, func(a, b problem) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return a.column - b.column
	})
	return &Error{d.file, d.problems, d.text}
}

// parse reads the text of a configuration.
func (d *document) parse(text []byte) value {
	var node yaml.Node
	if err := yaml.Load(text, &node); err != nil {
		d.problems = append(d.problems, syntaxProblem(err))
		return value{doc: d}
	}
	return value{node: node.Content[0], doc: d, line: 1, column: 1}
}

// syntaxProblem says where a text is not YAML.
func syntaxProblem(err error) problem {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return problem{cause: words.New("not YAML: %s", err)}
	}
	cause := words.New("not YAML: %s", strings.TrimPrefix(load.Message, "yaml: "))
	if load.ContextMsg != "" {
		cause = words.New("%s (%s)", cause, load.ContextMsg)
	}
	return problem{line: load.Mark.Line, column: load.Mark.Column, cause: cause}
}

// A value is one value of a configuration with its place. Where it is absent
// its node is nil and its place is that of what should hold it.
type value struct {
	node         *yaml.Node
	doc          *document
	path         string
	line, column int
}

// fail records what is wrong with the value.
func (v value) fail(format string, args ...any) {
	v.doc.problems = append(v.doc.problems, v.Problem(format, args...))
}

// warn records what the user should know about the value.
func (v value) warn(format string, args ...any) {
	v.doc.warnings = append(v.doc.warnings, v.Problem(format, args...))
}

// Problem is a problem at the place of the value.
func (v value) Problem(format string, args ...any) problem {
	return problem{v.line, v.column, v.path, words.New(format, args...)}
}

// present reports whether the configuration has the value.
func (v value) present() bool { return v.node != nil }

// child is a value inside v under a name.
func (v value) child(name string, node *yaml.Node) value {
	path := name
	if v.path != "" && !strings.HasPrefix(name, "[") {
		path = v.path + "." + name
	} else if v.path != "" {
		path = v.path + name
	}
	return value{node: node, doc: v.doc, path: path, line: node.Line, column: node.Column}
}

// absent is a value that v lacks under a name, at the place of v.
func (v value) absent(name string) value {
	at := v.child(name, &yaml.Node{Line: v.line, Column: v.column})
	at.node = nil
	return at
}

// holding is the value with a text instead of what it is, such as a default.
func (v value) holding(text string) value {
	v.node = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	return v
}

// isMapping reports whether the value has keys, be they none.
func (v value) isMapping() bool { return v.present() && v.node.Kind == yaml.MappingNode }

// An entry is one key of a mapping and its value.
type entry struct {
	key string
	at  value // the place of the key
	value
}

// entries returns what a mapping holds, in its order. Keys that are no text or
// occur twice are problems, and left out.
func (v value) entries() []entry {
	if !v.present() {
		return nil
	}
	if !v.isMapping() {
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

// scalar returns the written form of a single value; anything else is a
// problem.
func (v value) scalar(want words.Text) (string, bool) {
	if !v.present() {
		return "", false
	}
	if v.node.Kind != yaml.ScalarNode || v.node.Tag == "!!null" {
		v.fail("want %s, got %s", want, describe(v.node))
		return "", false
	}
	return v.node.Value, true
}

// list returns the values of a list.
func (v value) list(of words.Text) []value {
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
func describe(n *yaml.Node) words.Text {
	switch {
	case n.Kind == yaml.MappingNode:
		return words.New("a mapping")
	case n.Kind == yaml.SequenceNode:
		return words.New("a list")
	case n.Kind == yaml.AliasNode:
		return words.New("an alias: write the value out")
	case n.Tag == "!!null":
		return words.New("nothing")
	case n.Tag == "!!int", n.Tag == "!!float":
		return words.New("a number")
	}
	return words.New("text")
}
