package orders

import (
	"fmt"
	"strings"

	"reconcile/importers/files"
)

// A heading is what stands over a column: one name, or in a header of two rows the name of
// a group and one below it.
type heading struct {
	shown        string  // as messages show it, and columns: may name it
	names        []label // by which it may be recognised, the best one first
	lower, upper string  // of which the lower one says its unit, else the upper one
}

// A label is a name of a heading in the forms that are compared.
type label struct {
	text  string // without white space around it
	plain string // its files.PlainName
	bare  string // that without the unit; empty where it names none
}

func labels(names ...string) []label {
	all := make([]label, len(names))
	for i, name := range names {
		all[i] = label{text: strings.TrimSpace(name), plain: files.PlainName(name)}
		if of, rest := unitOf(name); of != noUnit {
			all[i].bare = files.PlainName(rest)
		}
	}
	return all
}

// headingOf returns the heading of one name.
func headingOf(name string) heading { return heading{shown: name, names: labels(name), lower: name} }

// headingUnder returns the heading of a name below that of a group: 实付 below 金额 is
// 实付金额, and 金额 below 支付 is 支付金额.
func headingUnder(group, name string) heading {
	whole := group + " " + name
	return heading{whole, labels(whole, name+" "+group, name, group), name, group}
}

// oneRow returns the headings of a header of one row.
func oneRow(cells []string) []heading {
	all := make([]heading, len(cells))
	for i, cell := range cells {
		all[i] = headingOf(cell)
	}
	return all
}

// twoRows returns the headings of a header of two rows. A name of the upper row stands
// over the columns to the right of it that have none of their own (§3.2).
func twoRows(upper, lower []string) []heading {
	all := make([]heading, max(len(upper), len(lower)))
	group := ""
	for i := range all {
		name, below := nameAt(upper, i), nameAt(lower, i)
		if name != "" {
			group = name
		}
		switch {
		case below == "" || below == name: // merged over both rows, or nothing below
			all[i] = headingOf(name)
		case group == "":
			all[i] = headingOf(below)
		default:
			all[i] = headingUnder(group, below)
		}
	}
	return all
}

func nameAt(cells []string, column int) string {
	if column >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[column])
}

// shownNames returns how messages show the headings.
func shownNames(headings []heading) []string {
	names := make([]string, len(headings))
	for i, h := range headings {
		names[i] = h.shown
	}
	return names
}

// unit returns the unit that the heading names.
func (h heading) unit() unit {
	if of, _ := unitOf(h.lower); of != noUnit {
		return of
	}
	of, _ := unitOf(h.upper)
	return of
}

// inYAML returns the heading as a value of the configuration.
func (h heading) inYAML() string {
	name := strings.TrimSpace(h.shown)
	if strings.ContainsAny(name, ":#{}[],&*!|>'\"%@`") {
		return fmt.Sprintf("%q", name)
	}
	return name
}

// A likeness is how well a name fits a heading.
type likeness int

const (
	exactly likeness = iota // but for white space around it
	plainly                 // as files.PlainName allows
	barely                  // but for the unit
)

// fits reports whether a label is the wanted one.
func (l label) fits(want, plain string, how likeness) bool {
	switch how {
	case exactly:
		return l.text == want
	case plainly:
		return l.plain == plain
	}
	return l.bare != "" && l.bare == plain
}

// pick returns the column with the first of the names that any column has, and that name;
// −1 if none has one of them. twice is another column that fits as well, or −1.
func pick(headings []heading, names []string) (column, twice int, name string) {
	for _, want := range names {
		plain := files.PlainName(want)
		for nth := range 4 {
			for how := exactly; how <= barely; how++ {
				first, second := columnsOf(headings, nth, func(l label) bool { return l.fits(want, plain, how) })
				if first >= 0 {
					return first, second, want
				}
			}
		}
	}
	return -1, -1, ""
}

// columnsOf returns the first two columns whose nth name fits, −1 where there is none.
func columnsOf(headings []heading, nth int, fits func(label) bool) (first, second int) {
	first = -1
	for i, h := range headings {
		switch {
		case nth >= len(h.names) || !fits(h.names[nth]):
		case first >= 0:
			return first, i
		default:
			first = i
		}
	}
	return first, -1
}
