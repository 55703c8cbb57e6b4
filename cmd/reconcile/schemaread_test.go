package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"reconcile/importers"
)

// A keyReader finds in the sources which keys of a mapping are read.
type keyReader struct {
	t     *testing.T
	set   *token.FileSet
	files []*ast.File
}

// mappingsRead are the mappings that the sources read with their places, by
// their keys.
func mappingsRead(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	r := &keyReader{t: t, set: token.NewFileSet()}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(r.set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		r.files = append(r.files, file)
	}
	read := map[string]string{}
	for _, file := range r.files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if method, ok := call.Fun.(*ast.SelectorExpr); ok && method.Sel.Name == "fields" {
				keys := r.all(call.Args)
				slices.Sort(keys)
				read[strings.Join(keys, " ")] = r.set.Position(call.Pos()).String()
			}
			return true
		})
	}
	return read
}

// all are the keys that expressions stand for.
func (r *keyReader) all(list []ast.Expr) []string {
	var keys []string
	for _, e := range list {
		keys = append(keys, r.keys(e)...)
	}
	return keys
}

// keys are the keys that an expression stands for: a word, a list of words, a
// call of append, of a function that returns such a list, or importers.Fields.
func (r *keyReader) keys(e ast.Expr) []string {
	r.t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		key, err := strconv.Unquote(e.Value)
		if err != nil {
			r.t.Fatal(err)
		}
		return []string{key}
	case *ast.CompositeLit:
		return r.all(e.Elts)
	case *ast.CallExpr:
		switch f := e.Fun.(type) {
		case *ast.Ident:
			if f.Name == "append" {
				return r.all(e.Args)
			}
			return r.returned(f.Name)
		case *ast.SelectorExpr:
			if f.Sel.Name == "Fields" {
				return importers.Fields()
			}
		}
	}
	r.t.Fatalf("%s: names keys by a %T, which this test cannot read", r.set.Position(e.Pos()), e)
	return nil
}

// returned are the keys that a function of the program returns.
func (r *keyReader) returned(name string) []string {
	r.t.Helper()
	for _, file := range r.files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Name.Name != name || f.Recv != nil {
				continue
			}
			if result, ok := f.Body.List[len(f.Body.List)-1].(*ast.ReturnStmt); ok {
				return r.all(result.Results)
			}
		}
	}
	r.t.Fatalf("no function %s that returns keys", name)
	return nil
}
