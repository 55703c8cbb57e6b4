package ledger

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"reconcile/words"
)

// ErrPerson is the error of a name that may not act on the books.
var ErrPerson = words.Errorf("not a person who may act on the books")

// SamePerson reports whether two spellings are of one person: upper and lower case, full
// and half width, blanks, punctuation, symbols and what cannot be seen make no other one.
// Nobody counts twice by writing a name differently; two people who are called the same
// have to be told apart by a letter or a digit.
func SamePerson(a, b string) bool { return personKey(a) == personKey(b) }

// personKey is what all spellings of a person's name have in common; empty where a name
// has nothing to tell a person by.
func personKey(name string) string {
	folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(name)))
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Z, unicode.P, unicode.S, unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
			return -1
		}
		return r
	}, folded))
}

// CheckPerson asks that a person may act on the books: one of people, written exactly as
// there; without people anybody whose name has a letter or a digit.
//
// Errors: ErrPerson.
func CheckPerson(people []string, name string) error {
	if personKey(name) == "" {
		return words.Errorf("%w: %q has no letter or digit", ErrPerson, name)
	}
	if len(people) == 0 || slices.Contains(people, name) {
		return nil
	}
	for _, known := range people {
		if SamePerson(known, name) {
			return words.Errorf("%w: %q; the configuration writes %q", ErrPerson, name, known)
		}
	}
	return words.Errorf("%w: people: of the configuration does not name %q", ErrPerson, name)
}

// hasSaid reports whether a person is among those who said a thing, in whatever spelling.
func hasSaid(said []Approval, person string) bool {
	return slices.ContainsFunc(said, func(a Approval) bool { return SamePerson(a.Person, person) })
}

// oncePerPerson keeps what each person said first: the books may have one person in two
// spellings.
func oncePerPerson(said []Approval) []Approval {
	var once []Approval
	for _, a := range said {
		if !hasSaid(once, a.Person) {
			once = append(once, a)
		}
	}
	return once
}
