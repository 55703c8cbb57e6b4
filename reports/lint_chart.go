package reports

// charts refuses a chart whose figures or names are not cells that are there: a
// name that is no reference would be a broken formula.
func (l *lint) charts() []error {
	var f faults
	for _, part := range l.under("xl/charts/") {
		for _, ref := range l.root(part).all("f") {
			if err := l.resolves(ref.text); err != nil {
				f.add("%s: %w", part, err)
			}
		}
		if len(l.root(part).all("ser")) == 0 {
			f.add("%s: a chart without figures", part)
		}
	}
	return f
}
