package config

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// A key is all there is to know about one key of cron.yaml. By it the key is read
// and checked, and the help, the schema and the file that init writes are made
// from it: a new key is a new entry in the table of its mapping.
type key struct {
	name      string // "*" is a name that the user gives, "[]" an item of a list
	form      form   // what it may be, and the field that it is read into
	otherwise string // the default, as it would be written
	need      string // what is missing where it is left out; "" where it may be
	unless    string // another key that may be given instead of a needed one
	active    bool   // init writes it ready to use, as what is needed, and not in a comment
	example   string // where that is not the default; of "*" the name as well
	doc       string // sentences; what the first says must do in the file of init
}

// needed reports whether a mapping is never right without the key.
func (k key) needed() bool { return k.need != "" && k.unless == "" }

// describe says what the key is for, what it may be, and what it is otherwise.
func (k key) describe(l words.Language) string {
	text := l.Sprint(k.doc) + k.form.sentence(l)
	switch {
	case k.needed():
		text += l.Sprint(" Needed.")
	case k.otherwise != "":
		text += l.Sprintf(" Default: %s.", k.otherwise)
	}
	return text
}

// note is what the key is for and may be, as far as there is room for it.
func (k key) note(width int, l words.Language) string {
	doc, says := l.Sprint(k.doc), k.form.sentence(l)
	first := doc
	if end := regexp.MustCompile(`\. |。`).FindStringIndex(doc); end != nil {
		first = strings.TrimSpace(doc[:end[1]])
	}
	for _, text := range []string{doc + says, doc, first + says} {
		if terminal.CellWidth(text) <= width {
			return text
		}
	}
	return first
}

// line is the key as a configuration has it.
func (k key) line() string {
	value := cmp.Or(k.example, k.otherwise)
	switch {
	case k.name == "[]":
		return "-"
	case k.name == "*" && k.form.keys != nil:
		return value + ":"
	case k.name == "*":
		return value
	case k.form.keys != nil:
		return k.name + ":"
	}
	return k.name + ": " + value
}

// read reads the keys of a mapping, which may hold no other, in the order of
// their table, and returns the values that are given. A key has its default where
// it is left out or wrong.
func (v value) read(keys []key) (given map[string]value) {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	given = v.fields(names...)
	for _, k := range keys {
		at, ok := given[k.name]
		if !ok {
			at = v.absent(k.name)
		}
		if k.otherwise != "" {
			k.form.read(v.absent(k.name).holding(k.otherwise))
		}
		if ok || k.otherwise == "" {
			k.form.read(at)
		}
		if _, instead := given[k.unless]; !ok && !instead && k.need != "" && v.isMapping() {
			at.fail("missing: %s", words.New(k.need))
		}
	}
	return given
}

// fields returns the values of a mapping that may hold the known keys and no
// other.
func (v value) fields(known ...string) map[string]value {
	fields := map[string]value{}
	for _, e := range v.entries() {
		if !slices.Contains(known, e.key) {
			e.at.fail("unknown key%s", hint.SuggestOrList(e.key, known))
			continue
		}
		fields[e.key] = e.value
	}
	return fields
}
