package digest

import "strings"

// WritesInto is the table that a statement writes rows into which are digested.
func WritesInto(statement string) (string, error) {
	b, err := newBooks()
	if err != nil {
		return "", err
	}
	p, err := b.plan(statement)
	if err == nil && p == nil && strings.HasSuffix(strings.TrimSpace(statement), "VALUES") {
		in, err := b.recorder().inserter(nil, statement, "")
		if err != nil {
			return "", err
		}
		return in.(*inserter).totals.table.Name, nil
	}
	if p == nil || err != nil {
		return "", err
	}
	return p.table.Name, nil
}
