package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A problem is one thing that is wrong with a configuration, and where.
type problem struct {
	line, column int
	path, cause  string
}

// A configError holds everything that is wrong with a configuration.
type configError struct {
	file     string
	problems []problem
}

// Error lists the problems, one line each: file:line:column: path: cause.
func (e *configError) Error() string {
	lines := make([]string, len(e.problems))
	for i, p := range e.problems {
		lines[i] = p.print(e.file)
	}
	return strings.Join(lines, "\n")
}

// print is the problem as people see it.
func (p problem) print(file string) string {
	var b strings.Builder
	b.WriteString(file + ":")
	if p.line > 0 {
		fmt.Fprintf(&b, "%d:%d:", p.line, p.column)
	}
	if p.path != "" {
		b.WriteString(" " + p.path + ":")
	}
	return b.String() + " " + p.cause
}

// A document is a configuration file that is being read. It collects what is
// wrong, so that all of it can be told at once.
type document struct {
	file     string
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
	return &configError{d.file, d.problems}
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
		return problem{cause: "not YAML: " + err.Error()}
	}
	cause := "not YAML: " + strings.TrimPrefix(load.Message, "yaml: ")
	if load.ContextMsg != "" {
		cause += " (" + load.ContextMsg + ")"
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
	v.doc.problems = append(v.doc.problems, v.problem(format, args...))
}

// warn records what the user should know about the value.
func (v value) warn(format string, args ...any) {
	v.doc.warnings = append(v.doc.warnings, v.problem(format, args...))
}

// problem is a problem at the place of the value.
func (v value) problem(format string, args ...any) problem {
	return problem{v.line, v.column, v.path, visible(fmt.Sprintf(format, args...))}
}

// present tells whether the value stands in the configuration.
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
