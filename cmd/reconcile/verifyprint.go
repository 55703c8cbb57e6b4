package main

// printProofs prints what was proven and what was not.
func printProofs(p *program, proofs []proof) error {
	status := exitDone
	for _, one := range proofs {
		if one.Wrong > 0 {
			status = exitFindings
		}
	}
	if p.json {
		if err := p.printJSON(struct {
			Schema int     `json:"schema"`
			Proofs []proof `json:"proofs"`
		}{schema, proofs}); err != nil {
			return err
		}
	} else if !p.quiet || status != exitDone {
		printDiscrepancies(p, proofs)
	}
	if status != exitDone {
		return statusError(status)
	}
	return nil
}

func printDiscrepancies(p *program, proofs []proof) {
	for _, one := range proofs {
		if one.Wrong == 0 {
			printLine(p.stdout, "verify", "%s: %s", one.File, one.State)
			continue
		}
		printLine(p.stdout, "verify", "%s: NOT proven: %s", one.File, count(int64(one.Wrong), "difference"))
		if len(one.Listed) == 0 {
			printLine(p.stdout, "", "%s", one.State)
			continue
		}
		t := table{columns: []column{{title: "what"}, {title: "where"}, {title: "stands there"}, {title: "recomputed"}}}
		for _, d := range one.Listed {
			t.add(d.What, d.Where, d.Books, d.Found)
		}
		t.write(p.stdout, p.painter())
		if more := one.Wrong - len(one.Listed); more > 0 {
			printLine(p.stdout, "", "and %d more", more)
		}
	}
}
