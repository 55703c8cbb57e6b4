package ledger_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"reconcile/ledger"
)

// key is the same for worlds that nothing can tell apart from now on, whichever of the two
// trades is the first.
func (m *modelWorld) key() [16]byte {
	a, b := m.print([2]int{0, 1}), m.print([2]int{1, 0})
	if m.trades[0] != m.trades[1] || a < b {
		b = a
	}
	sum := sha256.Sum256([]byte(b))
	return [16]byte(sum[:16])
}

// print writes down what matters from now on, with a trade t as as[t]. The order of what
// was read and said is left out but where somebody could tell: what a person said of a
// thing before it was told otherwise is marked.
func (m *modelWorld) print(as [2]int) string {
	var rows []string
	batch := make([]string, len(m.batches)+1)
	for b := range m.batches {
		batch[b+1] = m.nameBatch(b, as)
		var days []int
		for _, n := range m.batches[b].forged {
			days = append(days, min(m.today-n.day, 2))
		}
		rows = append(rows, fmt.Sprint("batch ", batch[b+1], days))
	}
	for i, l := range m.lines {
		var codes []string
		for _, n := range l.told {
			codes = append(codes, n.code)
		}
		rows = append(rows, fmt.Sprint("line ", batch[l.batch+1], as[l.trade], l.amount, codes, m.voided(i)))
	}
	for _, f := range m.open {
		rows = append(rows, "open "+m.nameFinding(f, batch, as))
	}
	for i := range m.acts {
		rows = append(rows, m.nameAct(i, batch, as))
	}
	slices.Sort(rows)
	return strings.Join(rows, "\n")
}

// nameBatch tells a batch from the others: by its day, and by its trades.
func (m *modelWorld) nameBatch(b int, as [2]int) string {
	var of []string
	newer := 0
	for _, l := range m.linesOf(b, -1) {
		of = append(of, fmt.Sprint(as[m.lines[l].trade]))
		for _, o := range m.lines {
			if o.trade == m.lines[l].trade && o.batch > b {
				newer++
			}
		}
	}
	slices.Sort(of)
	return fmt.Sprint(of, newer, min(m.today-m.batches[b].day, 2))
}

func (m *modelWorld) nameFinding(f modelFinding, batch []string, as [2]int) string {
	if f.code == "" {
		return "" // an act on something else
	}
	trade := -1
	if f.trade >= 0 {
		trade = as[f.trade]
	}
	return fmt.Sprint(f.code, batch[f.batch+1], trade, min(m.today-f.day, 2), f.amount, f.actual)
}

// nameAct says what is left of an act: of one that was taken back, that somebody has said
// it once of these lines.
func (m *modelWorld) nameAct(i int, batch []string, as [2]int) string {
	a := m.acts[i]
	if a.kind == ledger.ActUndo {
		return ""
	}
	var of []string
	for _, l := range a.lines {
		said := fmt.Sprint(batch[m.lines[l].batch+1], as[m.lines[l].trade], m.contradicted(a, m.lines[l]))
		of = append(of, said)
	}
	slices.Sort(of)
	if m.undone(i) {
		if !a.said() || len(of) == 0 {
			return ""
		}
		return fmt.Sprint("once ", a.kind, a.code, of)
	}
	trade := -1
	if a.trade >= 0 {
		trade = as[a.trade]
	}
	undoing := 0
	for _, u := range m.acts {
		if u.undoes == i {
			undoing = len(u.people)
		}
	}
	return fmt.Sprint("act ", a.kind, batch[a.batch+1], trade, a.code, a.amount, m.nameFinding(a.finding, batch, as), a.needed, len(a.people), of,
		a.drawnBy >= 0, m.overtaken(a), undoing)
}
