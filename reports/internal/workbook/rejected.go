package workbook

import (
	"fmt"
	"iter"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
	"reconcile/words"
)

// maxRejects is how many rejected lines the workbook shows.
const maxRejects = 1_000

// writeRejected lists the lines of the input that do not read.
func (b *builder) writeRejected(rejects iter.Seq2[ledger.Reject, error]) error {
	type r = ledger.Reject
	places := b.newPlacer()
	var more int64
	return xlsx.WriteTable(b.book, xlsx.Table[r]{
		Name:   rejectedSheet,
		Layout: xlsx.Layout{Colour: "FF7F7F7F", Frozen: 2},
		Empty:  b.Say("No line was rejected.", "没有被拒的行。"),
		Columns: []xlsx.Column[r]{
			xlsx.Col(headSource, 11, xlsx.StyleIdent, func(r *r) xlsx.Cell { return places.source([]ledger.Place{{File: r.File}}) }),
			xlsx.Col("行号 Line", 11, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Line) }),
			xlsx.Col("类别 Kind", 22, xlsx.StylePlain, func(r *r) xlsx.Cell { return b.rejectedKind(places) }),
			xlsx.Col("原因 Reason", 74, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(words.Language(b.Language).Read(r.Reason)) }),
			xlsx.Col("文件 File", 52, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(r.File) }),
		},
		Each: func(_ *r, at xlsx.Position) {
			if places.at >= 0 && b.rejectedRows[places.at].Row == 0 {
				b.rejectedRows[places.at] = at
			}
		},
		Foot: func() [][]xlsx.Cell {
			if more == 0 {
				return nil
			}
			return [][]xlsx.Cell{{xlsx.Text(fmt.Sprintf(b.Say("%d more: see rejects.jsonl", "另有 %d 行，见 rejects.jsonl"), more))}}
		},
	}, firstRows(rejects, &more))
}

// firstRows yields the rows that the sheet shows, and counts the others.
func firstRows(all iter.Seq2[ledger.Reject, error], more *int64) iter.Seq2[ledger.Reject, error] {
	return func(yield func(ledger.Reject, error) bool) {
		n := 0
		for r, err := range all {
			if n++; err == nil && n > maxRejects {
				*more++
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// rejectedKind says what a rejected line is of: the file that was looked up last tells.
func (b *builder) rejectedKind(of *placer) xlsx.Cell {
	if of.at >= 0 && b.facts.files[of.at].Kind == ledger.Notify {
		return xlsx.Text("通知 notification")
	}
	return xlsx.Styled("行 row", xlsx.StyleWarning)
}
