package config

import (
	"slices"
	"strings"

	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// maxName is the length in bytes that a person's name may have.
const maxName = 64

// people is who may act on the books, each name exactly as it is written. Two spellings
// of one person would let the person count twice.
func people(to *[]string) form {
	return list(words.New("names"), func(v value, name string) {
		same := slices.IndexFunc(*to, func(known string) bool { return ledger.SamePerson(known, name) })
		switch {
		case !IsName(name):
			v.fail("%v", wanted(name, words.New("a name of at most 64 bytes that can be seen, without blanks at its ends or two in a row")))
		case ledger.CheckPerson(nil, name) != nil:
			v.fail("%v", wanted(name, words.New("a name with a letter or a digit")))
		case same >= 0 && (*to)[same] == name:
			v.fail("%q stands twice", name)
		case same >= 0:
			v.fail("%q is the same person as %q: who counts twice could approve alone; tell two people apart by a letter or a digit", name, (*to)[same])
		}
		*to = append(*to, name)
	}).then(notEmpty(words.New("name")))
}

// IsName reports whether the books may keep a name as it is written: no character hides
// in it, and no blank that a reader would not see.
func IsName(name string) bool {
	return name != "" && len(name) <= maxName && !strings.ContainsFunc(name, terminal.Hidden) && name == strings.Join(strings.Fields(name), " ")
}
