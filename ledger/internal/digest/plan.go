package digest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reconcile/words"
)

// A plan is how a statement is executed so that the rows it writes are known.
type plan struct {
	table  *Table
	write  string // the statement, which returns the rows that it writes or deletes
	takes  bool   // what it returns is gone
	before string // reads the rows that it will alter; empty where it alters none
	args   []int  // of before, by the position among those of the statement
}

var (
	commentText  = regexp.MustCompile(`(?m)^--.*\n?`)
	writeText    = regexp.MustCompile(`^(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)`)
	returnText   = regexp.MustCompile(`\s+RETURNING [\w, ]+$`)
	insertText   = regexp.MustCompile(`^INSERT INTO \w+ \(([\w, \n]+)\)`)
	valuesText   = regexp.MustCompile(`\bVALUES \(([^()]*)\)`)
	conflictText = regexp.MustCompile(`\bON CONFLICT \(([\w, ]+)\) DO UPDATE\b`)
	numberedText = regexp.MustCompile(`\$(\d+)`)
)

// planOf returns how a statement is executed; nil where it writes into none of the tables.
func planOf(statement string, tables map[string]*Table) (*plan, error) {
	text := strings.TrimSpace(commentText.ReplaceAllString(statement, ""))
	m := writeText.FindStringSubmatch(text)
	if m == nil || tables[m[1]] == nil {
		return nil, nil
	}
	t := tables[m[1]]
	text = returnText.ReplaceAllString(text, "")
	p := &plan{table: t, write: text + "\nRETURNING " + t.columns(t.Name+"."), takes: strings.HasPrefix(text, "DELETE")}
	var err error
	switch {
	case strings.HasPrefix(text, "UPDATE"):
		err = p.readUpdated(text)
	case conflictText.MatchString(text):
		err = p.readKnown(text)
	}
	return p, err
}

// readUpdated makes before of an UPDATE: the rows that it is of.
func (p *plan) readUpdated(text string) error {
	set, where := outermost(text, "SET"), outermost(text, "WHERE")
	if set < 0 || where < set {
		return words.Errorf("an UPDATE that says no rows: %s", text)
	}
	from := p.table.Name
	if at := outermost(text[:where], "FROM"); at > 0 {
		from += ", " + text[at+len("FROM"):where]
	}
	p.read("SELECT " + p.table.columns(p.table.Name+".") + "\nFROM " + from + "\n" + text[where:])
	return nil
}

// readKnown makes before of an INSERT that alters a row which is known: the row of its key.
func (p *plan) readKnown(text string) error {
	columns, values := insertText.FindStringSubmatch(text), valuesText.FindStringSubmatch(text)
	if columns == nil || values == nil {
		return words.Errorf("an INSERT whose values do not read: %s", text)
	}
	names, args := list(columns[1]), list(values[1])
	var where []string
	for _, key := range list(conflictText.FindStringSubmatch(text)[1]) {
		at := slices.Index(names, key)
		if at < 0 || at >= len(args) {
			return words.Errorf("an INSERT that does not say its key %s: %s", key, text)
		}
		where = append(where, key+" = "+args[at])
	}
	p.read(p.table.Select() + "\nWHERE " + strings.Join(where, " AND "))
	return nil
}

// read keeps a statement that reads, with its own numbers of parameters.
func (p *plan) read(text string) {
	numbers := map[string]int{}
	p.before = numberedText.ReplaceAllStringFunc(text, func(parameter string) string {
		if _, known := numbers[parameter]; !known {
			n, _ := strconv.Atoi(parameter[1:])
			p.args = append(p.args, n-1)
			numbers[parameter] = len(p.args)
		}
		return "$" + strconv.Itoa(numbers[parameter])
	})
}

// outermost is where a word stands in a text outside of all parentheses, -1 for nowhere.
func outermost(text, word string) int {
	depth := 0
	for i := range text {
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 && strings.HasPrefix(text[i:], word) && i > 0 && isSpace(text[i-1]) && i+len(word) < len(text) && isSpace(text[i+len(word)]) {
			return i
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' }

func list(text string) (words []string) {
	for word := range strings.SplitSeq(text, ",") {
		words = append(words, strings.TrimSpace(word))
	}
	return words
}
