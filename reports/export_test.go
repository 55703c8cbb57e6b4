package reports

import "context"

// WriteLimited is Write with sheets that end after a few rows.
func WriteLimited(ctx context.Context, dir string, b Books, r Report, limit int) error {
	return write(ctx, dir, b, r, limit)
}

// LintParts lints the parts of a workbook whose sheets were asked to be those of
// another.
func LintParts(parts, ask map[string][]byte) error {
	asks := map[string]asked{}
	for name, data := range ask {
		p, err := lintPartOf(name, data, rowTally{})
		if err != nil {
			return err
		}
		if p.rows != nil {
			asks[name] = asked{rows: p.rows.rows, columns: p.rows.columns, header: len(p.root.all("pane")) > 0, model: p.root}
		}
	}
	read := map[string]*lintPart{}
	for name, data := range parts {
		var err error
		if read[name], err = lintPartOf(name, data, rowTally{}); err != nil {
			return err
		}
	}
	return lintParts(read, asks)
}
