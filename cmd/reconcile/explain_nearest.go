package main

import (
	"path"
	"strings"

	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// maxNear is how many names are weighed that may be the one that was meant.
const maxNear = 200

// A nearest looks for the name that a word was probably meant to be: one that begins with
// it, or one that is at most two slips away. Of FILE:LINE it looks for the file.
type nearest struct {
	word    string
	file    bool
	exact   string // the path of the file, where the books know it
	prefix  string // the kind and name of the first that begins with the word
	similar []string
	kinds   map[string]string // of each similar name
}

func newNearest(what string) *nearest {
	n := &nearest{word: what, kinds: map[string]string{}}
	if file, _, ok := splitPlace(what); ok {
		n.word, n.file = file, true
	}
	return n
}

// meet looks at the next name of the books.
func (n *nearest) meet(s ledger.Subject) {
	name, kind := s.Name, string(s.Kind)
	if n.file != (s.Kind == ledger.SubjectLine) {
		return
	}
	if n.file {
		kind = "file"
		if !strings.Contains(n.word, "/") {
			name = path.Base(name)
		}
	}
	switch {
	case n.file && name == n.word:
		n.exact = s.Name
	case n.prefix == "" && len(n.word) >= 6 && strings.HasPrefix(name, n.word):
		n.prefix = kind + " " + name
	case len(n.similar) < maxNear && n.alike(name) && n.kinds[name] == "":
		n.similar, n.kinds[name] = append(n.similar, name), kind
	}
}

// alike reports whether half of a name is that of the word, from its ends on: the books are
// long, and most names are not worth a closer look.
func (n *nearest) alike(name string) bool {
	if d := len(name) - len(n.word); d < -2 || d > 2 {
		return false
	}
	short, front, back := min(len(name), len(n.word)), 0, 0
	for front < short && name[front] == n.word[front] {
		front++
	}
	for back < short-front && name[len(name)-1-back] == n.word[len(n.word)-1-back] {
		back++
	}
	return 2*(front+back) >= len(n.word)
}

// found proposes the nearest name; nothing where none is near.
func (n *nearest) found() words.Text {
	switch {
	case n.exact != "":
		return words.New("; as far as it was read, %s has fewer lines", n.exact)
	case n.prefix != "":
		return words.New("; it is how %s begins", n.prefix)
	}
	if near := hint.Nearest(n.word, n.similar); near != "" {
		return words.New("; did you mean %s?", strings.TrimSpace(n.kinds[near]+" "+near))
	}
	return words.Text{}
}
