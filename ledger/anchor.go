package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// An Anchor is a head of the chain of runs that was kept apart from the books: on an earlier
// report, in the journal, or by a person. Books that hold it still hold every run up to it as
// it was, because each head is of all before it.
type Anchor struct {
	Name string // what holds it, for people
	Head string // hex SHA-256
	Run  int64  // whose head it is; 0 where that is not said
	Job  string // of that run
}

// JournalAnchors are the heads in a journal, each once: those that the books had when a batch
// was issued, with the line that holds it.
//
// Errors: ErrJournal.
func JournalAnchors(path string) ([]Anchor, error) {
	j := Journal{Path: path, Name: path, ReadOnly: true}
	if err := j.Read(); err != nil {
		return nil, err
	}
	var all []Anchor
	for _, e := range j.Entries() {
		if e.Head != "" && !slices.ContainsFunc(all, func(a Anchor) bool { return a.Head == e.Head }) {
			all = append(all, Anchor{Name: fmt.Sprintf("%s:%d", e.Place.File, e.Place.Line), Head: e.Head})
		}
	}
	return all, nil
}

// CheckAnchors lists the anchors that no run of the books has: the run is gone, or it and the
// books up to it were written anew.
func (a *Audit) CheckAnchors(ctx context.Context, anchors []Anchor) ([]Discrepancy, error) {
	runs, err := a.decided(ctx)
	if err != nil {
		return nil, err
	}
	var all []Discrepancy
	for _, anchor := range anchors {
		i := slices.IndexFunc(runs, func(r Run) bool { return r.Head == strings.ToLower(anchor.Head) })
		switch {
		case i < 0:
			all = append(all, Discrepancy{"anchor", anchor.Name, "no run has this head", anchor.Head})
		case anchor.Run != 0 && (runs[i].ID != anchor.Run || runs[i].Job != anchor.Job):
			all = append(all, Discrepancy{"anchor", anchor.Name, fmt.Sprintf("run %d of job %s has this head", runs[i].ID, runs[i].Job), fmt.Sprintf("run %d of job %s", anchor.Run, anchor.Job)})
		}
	}
	return all, nil
}
