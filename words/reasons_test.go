package words_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// The reasons of refused files and rejected lines are kept in the books as text, and said in
// Chinese by their words (Language.Read). They are put together where they arise: a part
// that is no constant counts as an argument.

// keptFiles are the other files whose sentences the books keep.
func keptFiles() []string {
	return []string{
		"../ledger/review_acts.go", "../ledger/review_import.go", "../ledger/review_merge.go", "../ledger/review_said.go", "../ledger/review_words.go",
		"../ledger/intake_notice.go", "../ledger/intake_request.go", "../ledger/intake_unread.go", "../ledger/issue_batch.go",
		"../cmd/reconcile/internal/runner/runner.go",
	}
}

// reasonFuncs are the functions that return a reason.
func reasonFuncs() []string {
	return []string{"Error", "openReason", "pageReason", "adviceOn", "memberFault", "Damage", "notifyReason", "foreign", "unknownCharset", "NameOrigin"}
}

// reasonNames are the fields and variables that hold a reason.
func reasonNames() []string { return []string{"Reason", "reason", "fault", "Text"} }

// reasonCalls are the functions that take a reason, and which argument it is.
func reasonCalls() map[string]int {
	return map[string]int{"damaged": 0, "unsupported": 0, "flawf": 0, "c.fault": 1, "f.fault": 0}
}

// readReasons takes in the reasons in a declaration.
func (r *codeReader) readReasons(d ast.Decl) {
	if f, ok := d.(*ast.FuncDecl); ok && slices.Contains(reasonFuncs(), f.Name.Name) && f.Body != nil {
		ast.Inspect(f.Body, r.returned)
	}
	ast.Inspect(d, r.reason)
	ast.Inspect(d, r.sentence)
}

// sentence takes in whatever has two words after each other, wherever it stands.
func (r *codeReader) sentence(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Field:
		return false // its tag
	case *ast.CallExpr:
		if lastName(n.Fun) == "panic" {
			return false
		}
	}
	e, ok := n.(ast.Expr)
	if !ok {
		return true
	}
	text := r.pattern(e)
	if !regexp.MustCompile(`[A-Za-z]{2,}[ ,:]+[A-Za-z]{2,}`).MatchString(text) || slices.Contains(noSentences(), text) {
		return true
	}
	r.add(e, text)
	return false
}

// noSentences are texts that are looked for in files, and one that is hashed.
func noSentences() []string {
	return []string{"INSERT INTO", "reconcile: fingerprint of an MD5 key", "<!doctype html", "SQLite format 3\x00", "%s format 3\x00"}
}

// returned takes in what a function of reasons returns.
func (r *codeReader) returned(n ast.Node) bool {
	if n, ok := n.(*ast.ReturnStmt); ok {
		for _, e := range n.Results {
			r.addReason(e)
		}
	}
	return true
}

// reason takes in a reason where it is set or handed on.
func (r *codeReader) reason(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(reasonNames(), key.Name) {
			r.addReason(n.Value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if i < len(n.Rhs) && slices.Contains(reasonNames(), lastName(left)) {
				r.addReason(n.Rhs[i])
			}
		}
	case *ast.CompositeLit:
		if t := lastName(n.Type); (t == "Fault" || t == "foreignKind" || t == "") && len(n.Elts) == 2 {
			r.addReason(n.Elts[1])
		}
	case *ast.CallExpr:
		name := lastName(n.Fun)
		if selector, ok := n.Fun.(*ast.SelectorExpr); ok {
			name = lastName(selector.X) + "." + name
		}
		if i, ok := reasonCalls()[name]; ok {
			r.addReason(n.Args[i])
		}
		if name == "append" && len(n.Args) == 2 && lastName(n.Args[0]) == "faults" {
			r.addReason(n.Args[1])
		}
	}
	return true
}

// addReason takes in a reason with words.
func (r *codeReader) addReason(e ast.Expr) {
	if text := r.pattern(e); strings.ContainsFunc(text, func(c rune) bool { return c == ' ' || c > 0x7f }) || text == "missing" {
		r.add(e, text)
	}
}

// pattern is a reason as a format: what is no constant is an argument.
func (r *codeReader) pattern(e ast.Expr) string {
	if text, ok := r.value(e); ok {
		return text
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return r.pattern(e.X) + r.pattern(e.Y)
		}
	case *ast.CallExpr:
		if lastName(e.Fun) == "Sprintf" {
			return r.pattern(e.Args[0])
		}
	}
	return "%s"
}

// lastName is the name that an expression ends with; empty for none.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
