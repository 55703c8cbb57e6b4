package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A use is a text for people in the code.
type use struct {
	at   string // file:line
	text string
}

// textCalls are the functions and methods that take a text for people, and which
// argument it is; -1 is the last one.
func textCalls() map[string]int {
	return map[string]int{
		".Line": allTexts, ".line": allTexts, ".HeadedLine": allTexts, "terminal.NewTable": allTexts, ".differ": allTexts, ".Printf": 0, "terminal.Count": 1, "printWays": 1, "tell": 1,
		"words.Errorf": 0, "words.New": 0, ".Sprintf": 0, ".Sprint": 0, "p.Say": 0, "c.Say": 0,
		"hint.With": 1, ".fail": 0, ".warn": 0, ".Problem": 0,
		"permanent": 0, ".enter": 0, ".tell": 2, ".Info": 0, ".Warn": 0, ".Debug": 0, ".Error": 0,
		".command": 1, ".jobCommand": 1,
		"flags.StringVar": -1, "flags.BoolVar": -1, "flags.BoolVarP": -1, "flags.StringSliceVar": -1, "flags.Var": -1, ".Bool": -1, ".StringArrayVar": -1, ".StringVar": -1,
	}
}

// allTexts is every argument that is a constant.
const allTexts = -100

// textFields are the fields of composite literals, and the variables' fields that are
// set, that hold a text for people.
func textFields() []string { return []string{"Short", "Long", "doc", "need", "Means", "Outputs"} }

// wordTypes are the types whose constants people read.
func wordTypes() []string {
	return []string{"BatchState", "BatchEvent", "Severity", "Status", "CorrectionStatus", "ActKind", "ActState", "EventKind", "RunState", "Kind", "Decision"}
}

// code reads the texts for people in the code of the module, without its tests.
func code(t *testing.T) (all []use) {
	t.Helper()
	folders := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "testdata" || e.Name() == "words" || e.Name() == "alipaytest" || strings.HasPrefix(e.Name(), ".") && path != ".."):
			return fs.SkipDir
		case filepath.Ext(path) == ".go":
			folders[filepath.Dir(path)] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		all = append(all, packageTexts(t, folder)...)
	}
	return all
}

// packageTexts are the texts in one folder.
func packageTexts(t *testing.T, folder string) []use {
	t.Helper()
	r := &codeReader{t: t, set: token.NewFileSet(), constants: map[string]ast.Expr{}}
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(r.set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
		ast.Inspect(file, r.constant)
	}
	visit := r.visit
	if strings.HasPrefix(folder, "../reports") { // which have texts of their own in both languages, errors apart
		visit = r.visitError
	}
	reasons := folder == "../alipay" || strings.HasPrefix(folder, "../importers")
	for _, file := range parsed {
		table := strings.HasSuffix(r.set.Position(file.Pos()).Filename, "alipay/codes_table.go") // which says each in both languages
		for _, d := range file.Decls {
			ast.Inspect(d, visit)
			if reasons && !table {
				r.readReasons(d)
			}
			if slices.Contains(keptFiles(), filepath.ToSlash(r.set.Position(file.Pos()).Filename)) {
				ast.Inspect(d, r.sentence)
			}
		}
	}
	return r.found
}

// A codeReader collects the texts of one package.
type codeReader struct {
	t         *testing.T
	set       *token.FileSet
	constants map[string]ast.Expr // by name, wherever they are declared
	found     []use
}

// constant takes in the constants that a node declares.
func (r *codeReader) constant(n ast.Node) bool {
	if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
		for _, spec := range d.Specs {
			for i, name := range spec.(*ast.ValueSpec).Names {
				if i < len(spec.(*ast.ValueSpec).Values) {
					r.constants[name.Name] = spec.(*ast.ValueSpec).Values[i]
				}
			}
		}
	}
	return true
}

// visit takes in the texts of a node.
func (r *codeReader) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Name.Name == "manuals" || n.Name.Name == "exitStatuses" {
			ast.Inspect(n, r.manual)
			return false
		}
		if n.Name.Name == "Error" && n.Body != nil {
			ast.Inspect(n.Body, r.constantReturned)
		}
	case *ast.CompositeLit:
		r.heads(n)
		if lastName(n.Type) == "checkLine" {
			for _, e := range n.Elts {
				if text, ok := r.value(e); ok {
					r.add(e, text)
				}
			}
		}
	case *ast.ValueSpec:
		if slices.Contains(wordTypes(), lastName(n.Type)) {
			for _, value := range n.Values {
				r.take(value)
			}
		}
	case *ast.CallExpr:
		if i, ok := textCalls()[callee(n)]; ok {
			switch {
			case i == allTexts:
				for _, arg := range n.Args {
					if text, ok := r.value(arg); ok {
						r.add(arg, strings.TrimPrefix(text, ">"))
					}
				}
			case callee(n) == "terminal.Count":
				if text, ok := r.value(n.Args[i]); ok {
					r.add(n.Args[i], "%d "+text+"s")
				}
			case i < 0:
				r.take(n.Args[len(n.Args)+i])
			case i < len(n.Args):
				r.take(n.Args[i])
			}
		}
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(textFields(), key.Name) {
			r.take(n.Value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if lastName(left) == "head" && i < len(n.Rhs) {
				if text, ok := r.value(n.Rhs[i]); ok {
					r.add(n.Rhs[i], text)
				}
			}
			if field, ok := left.(*ast.SelectorExpr); ok && i < len(n.Rhs) && slices.Contains(textFields(), field.Sel.Name) {
				r.take(n.Rhs[i])
			}
		}
	}
	return true
}

// visitError takes in the text of an error.
func (r *codeReader) visitError(n ast.Node) bool {
	if call, ok := n.(*ast.CallExpr); ok && callee(call) == "words.Errorf" {
		r.take(call.Args[0])
	}
	return true
}

// callee names what is called: "words.Errorf" where words and such are packages, "fmt.x"
// for no text, ".fail" for methods of whatever it is.
func callee(call *ast.CallExpr) string {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return lastName(call.Fun)
	}
	if x, ok := selector.X.(*ast.Ident); ok && slices.Contains([]string{"words", "hint", "flags", "fmt", "slog", "terminal"}, x.Name) {
		return x.Name + "." + selector.Sel.Name
	}
	if x, ok := selector.X.(*ast.Ident); ok && selector.Sel.Name == "Say" {
		return x.Name + ".Say" // of the console; others have a method of this name, too
	}
	return "." + selector.Sel.Name
}

// heads takes in the first of each pair of a list of heads and what follows them.
func (r *codeReader) heads(list *ast.CompositeLit) {
	of, ok := list.Type.(*ast.ArrayType)
	if pair, isPair := (*ast.ArrayType)(nil), false; ok {
		if pair, isPair = of.Elt.(*ast.ArrayType); !isPair || pair.Len == nil {
			return
		}
		for _, e := range list.Elts {
			if pair, ok := e.(*ast.CompositeLit); ok && len(pair.Elts) == 2 {
				if text, ok := r.value(pair.Elts[0]); ok && !strings.Contains(text, "/") { // no type of a part of a mail
					r.add(pair, text)
				}
			}
		}
	}
}

// constantReturned takes in a constant that is returned.
func (r *codeReader) constantReturned(n ast.Node) bool {
	if n, ok := n.(*ast.ReturnStmt); ok {
		for _, e := range n.Results {
			if text, ok := r.value(e); ok {
				r.add(e, text)
			}
		}
	}
	return true
}

// manual takes in the notes of examples and the meanings of statuses.
func (r *codeReader) manual(n ast.Node) bool {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return true
	}
	text, _ := r.value(lit)
	if !strings.HasPrefix(text, "reconcile") && !regexp.MustCompile(`^\d`).MatchString(text) {
		r.add(lit, text)
	} else if _, note, ok := strings.Cut(text, " # "); ok {
		r.add(lit, note)
	} else if m := regexp.MustCompile(`^\d+ (.+)`).FindStringSubmatch(text); m != nil {
		r.add(lit, m[1])
	}
	return true
}

// take takes in a text, which is a constant, or an argument that is handed on.
func (r *codeReader) take(e ast.Expr) {
	text, ok := r.value(e)
	switch {
	case ok:
		r.add(e, text)
	case !r.handedOn(e):
		r.t.Errorf("%s: a text for people that is no constant", r.set.Position(e.Pos()))
	}
}

// add takes in a text that has a word.
func (r *codeReader) add(e ast.Expr, text string) {
	if hasWords(text) {
		r.found = append(r.found, use{r.set.Position(e.Pos()).String(), text})
	}
}

// handedOn reports whether an expression is no text of its own: a parameter, a field or
// what a function returns.
func (r *codeReader) handedOn(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.CallExpr:
		return true
	case *ast.IndexExpr:
		return r.handedOn(e.X)
	}
	return false
}

// value is the text of a constant expression.
func (r *codeReader) value(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return r.value(e.X)
	case *ast.Ident:
		if c, ok := r.constants[e.Name]; ok {
			return r.value(c)
		}
	case *ast.BinaryExpr:
		left, ok := r.value(e.X)
		right, also := r.value(e.Y)
		return left + right, ok && also && e.Op == token.ADD
	}
	return "", false
}

// hasWords reports whether a format says anything beside its arguments.
func hasWords(format string) bool {
	return regexp.MustCompile(`\pL`).MatchString(verbs().ReplaceAllString(format, ""))
}

// verbs matches the verbs of a format.
func verbs() *regexp.Regexp {
	return regexp.MustCompile(`%[-+# 0]*(\[\d+\])?[0-9*]*(\.[0-9*]+)?(\[\d+\])?[a-zA-Z%]`)
}
