package workbook

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// sourceNo is the number of a file on the sheet of sources, where it has the place of the
// file among those of the run: S01, S02, …
func sourceNo(place int) string { return fmt.Sprintf("S%02d", place+1) }

// A placer shows lines of files by the number of the file: S14:15. It keeps the last file,
// since most lines follow one another. It is for one sheet: several write side by side.
type placer struct {
	b     *builder
	known map[string]int // path → its place among the files of the run
	file  string         // the last one
	name  string         // how it is shown
	at    int            // its place; -1 for a file that this run has not read
	row   xlsx.Position  // where it is on the sheet of sources; nowhere, where it is not
	text  []byte
	seen  []int
}

func (b *builder) newPlacer() *placer { return &placer{b: b, known: b.filePlaces, at: -1} }

// filePlaces are where the files of a run are among them.
func filePlaces(files []ledger.RunFile) map[string]int {
	places := make(map[string]int, len(files))
	for i, f := range files {
		places[f.Path] = i
	}
	return places
}

// find looks a file up. The member of an archive, or the sheet of a workbook, is shown behind
// the number of its file: S25/member.csv.
func (p *placer) find(file string) {
	if file == p.file {
		return
	}
	p.file, p.name, p.at, p.row = file, file, -1, xlsx.Position{}
	for of := file; ; {
		if at, ok := p.known[of]; ok {
			p.name, p.at, p.row = sourceNo(at)+strings.TrimPrefix(file, of), at, p.b.book.RowAt(sourcesSheet, int64(at))
			return
		}
		up := path.Dir(of)
		if up == of {
			return
		}
		of = up
	}
}

// cell is one line of a file.
func (p *placer) cell(place ledger.Place) xlsx.Cell {
	p.find(place.File)
	return xlsx.Place(p.name, place.Line).To(p.row)
}

// maxPlaces is how many places the evidence of a finding shows.
const maxPlaces = 8

// list is the evidence of a finding. It is no link: some programs do not break the lines of
// one.
func (p *placer) list(places []ledger.Place) xlsx.Cell {
	p.text = p.text[:0]
	for i, place := range places[:min(len(places), maxPlaces)] {
		if i > 0 {
			p.text = append(p.text, ", "...)
		}
		p.find(place.File)
		p.text = append(p.text, p.name...)
		if place.Line > 0 {
			p.text = strconv.AppendInt(append(p.text, ':'), place.Line, 10)
		}
	}
	if more := len(places) - maxPlaces; more > 0 {
		p.text = fmt.Appendf(append(p.text, ", "...), p.b.Say("… and %d more in findings.jsonl", "… 另有 %d 处，见 findings.jsonl"), more)
	}
	return xlsx.Text(string(p.text))
}

// source leads to the file of the first place that the run has read.
func (p *placer) source(places []ledger.Place) xlsx.Cell {
	for _, place := range places {
		if p.find(place.File); p.at >= 0 {
			return xlsx.Linked(sourceNo(p.at), p.row)
		}
	}
	return xlsx.Cell{}
}

// A citation is how many findings of the sheet name a file, and where the first of them is.
type citation struct {
	findings int64
	first    xlsx.Position
}

// cite counts a finding with each file that it names.
func (p *placer) cite(f *ledger.Finding, at xlsx.Position) {
	p.seen = p.seen[:0]
	for _, place := range f.Evidence {
		if p.find(place.File); p.at < 0 || slices.Contains(p.seen, p.at) {
			continue
		}
		p.seen = append(p.seen, p.at)
		c := &p.b.cited[p.at]
		if c.findings++; c.findings == 1 {
			c.first = at
		}
	}
}
