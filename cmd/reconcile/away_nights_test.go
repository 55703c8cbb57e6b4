package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/ledger"
)

// An awayHow is how a file is damaged.
type awayHow string

// What is done to a file. A half is read as of a log that is still written, or as if it
// were whole.
const (
	wholeFile   awayHow = ""
	missingFile awayHow = "missing"
	renamedFile awayHow = "renamed"
	emptyFile   awayHow = "emptied"
	openHalf    awayHow = "half, still written"
	finalHalf   awayHow = "half"
	cutLine     awayHow = "its last line cut"
	otherKey    awayHow = "signed with another key"
	wrongKey    awayHow = "read with another key for a night"
	missingLine awayHow = "without"
)

// An awayTaken is what is taken away of the evidence.
type awayTaken struct {
	how  awayHow
	file awayFile
	line string // its id
}

func (a awayTaken) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", a.file.path(), a.how, a.line))
}

// awayNights are the nights of a world of which something is taken away. What the program
// issues is submitted, and answered in its own way.
type awayNights struct {
	*awayWorld
	t      *testing.T
	dir    string
	taken  awayTaken
	own    []*awayBatch
	ledger []byte // after the last night
	held   map[string]ledger.Hold
	trace  []string // what was issued, for whoever looks at a failure
	real   bool     // nights are those of the program itself, reports and all
}

// begin returns nights that go on from those of whole evidence.
func (w *awayWorld) begin(t *testing.T, dir string, before *awayNights, taken awayTaken) *awayNights {
	n := &awayNights{awayWorld: w, t: t, dir: dir, taken: taken}
	n.write("cron.yaml", w.config())
	n.write("md5.key", awayKeyOf("k"))
	if before != nil {
		n.own, n.trace = slices.Clone(before.own), slices.Clone(before.trace)
		n.write("var/ledger.db", string(before.ledger))
	}
	return n
}

// night writes what there is by then, runs, and returns what was issued.
func (n *awayNights) night(night int) *awayBatch {
	n.writeAll(night)
	key := awayKeyOf("k")
	if n.taken.how == wrongKey && night == n.taken.file.firstNight() {
		key = awayKeyOf("w")
	}
	n.write("md5.key", key)
	b := &awayBatch{day: night, at: awayAt(night, 9, 0)}
	decide := n.decide
	if n.real {
		decide = n.program
	}
	n.held = map[string]ledger.Hold{}
	for _, c := range decide(awayAt(night, 2, 30)) {
		switch c.Status {
		case ledger.Issued:
			t := n.trades[slices.IndexFunc(n.trades, func(t *awayTrade) bool { return t.no == c.TradeNo })]
			b.no = c.BatchNo
			b.lines = append(b.lines, awayLine{t, c.Amount.Fen(), awayFate(n.drawn(c.BatchNo + c.TradeNo))})
			n.trace = append(n.trace, fmt.Sprintf("night %d: %s %s %s", night, c.BatchNo, c.TradeNo, c.Amount))
		case ledger.Held:
			n.held[c.TradeNo] = c.Hold
		}
	}
	return b
}

// submitOwn submits what was issued, if a person types the password.
func (n *awayNights) submitOwn(b *awayBatch) {
	if len(b.lines) == 0 {
		return
	}
	n.own = append(n.own, b)
	switch r := n.drawn(b.no); r.IntN(6) {
	case 0:
		for i := range b.lines {
			b.lines[i].code = ""
		}
	case 1: // it runs, and nothing tells
	default:
		b.sendOf = []awayDelivery{{b.at.Add(5 * time.Minute), len(b.lines)}}
	}
}

// writeAll writes the files that are there on a night.
func (n *awayNights) writeAll(night int) {
	for day := range night {
		n.write("orders/"+awayName(day)+".csv", n.export(day, true))
		if day%2 == 1 {
			n.write("orders/"+awayName(day)+"b.csv", n.export(day, false))
		}
	}
	for _, f := range n.files(night) {
		if f == n.taken.file {
			n.writeTaken(f)
			continue
		}
		n.write(f.path(), awayJoin(n.lines(f, awayKeyOf("k"))))
	}
}

func awayJoin(lines []awayText) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text)
	}
	return b.String()
}

// writeTaken writes the file that something is taken from.
func (n *awayNights) writeTaken(f awayFile) {
	lines := n.lines(f, awayKeyOf("k"))
	text := awayJoin(lines)
	switch n.taken.how {
	case missingFile:
	case renamedFile:
		n.write(f.path()+".old", text)
	case emptyFile:
		n.write(f.path(), "")
	case openHalf, finalHalf:
		n.write(f.path(), text[:len(text)/2])
	case cutLine:
		n.write(f.path(), text[:cutAwayLine(lines)])
	case otherKey:
		n.write(f.path(), awayJoin(n.lines(f, awayKeyOf("w"))))
	case missingLine:
		n.write(f.path(), awayJoin(slices.DeleteFunc(lines, func(l awayText) bool { return l.id == n.taken.line })))
	default:
		n.write(f.path(), text)
	}
}

// cutAwayLine is where a file ends whose last line is cut in its last third.
func cutAwayLine(lines []awayText) int {
	return len(awayJoin(lines)) - len(lines[len(lines)-1].text)/3
}
