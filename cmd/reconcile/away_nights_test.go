package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/importers"
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

// program runs the program itself.
func (n *awayNights) program(now time.Time) []ledger.Correction {
	var out bytes.Buffer
	p := newProgram(noEnv, &out, &out)
	p.Now = func() time.Time { return now }
	status := p.run(n.t.Context(), []string{"run", "-q", "--config", filepath.Join(n.dir, "cron.yaml")})
	if status != exit.Done && status != exit.Findings && status != exit.Incomplete {
		n.t.Fatalf("%s ends with %d:\n%s", n.taken, status, &out)
	}
	return n.books(false, func(b *runner.Books, _ *config.Config) (ledger.Run, error) {
		run, _, err := b.LastRun(n.t.Context(), "nightly")
		return run, err
	})
}

// books opens the ledger, lets it be run, and returns the corrections of that run.
func (n *awayNights) books(write bool, run func(*runner.Books, *config.Config) (ledger.Run, error)) (all []ledger.Correction) {
	c, err := config.Load(filepath.Join(n.dir, "cron.yaml"), noEnv)
	if err != nil {
		n.t.Fatal(err)
	}
	err = runner.WithBooks(n.t.Context(), c, runner.Access{Write: write}, func(b *runner.Books) error {
		done, err := run(b, c)
		if err != nil {
			return err
		}
		for correction, err := range b.Corrections(n.t.Context(), done.ID) {
			if err != nil {
				return err
			}
			all = append(all, correction)
		}
		return nil
	})
	if err == nil {
		n.ledger, err = os.ReadFile(filepath.Join(n.dir, "var/ledger.db"))
	}
	if err != nil {
		n.t.Fatalf("%s: %v", n.taken, err)
	}
	return all
}

// decide is a night of the program as far as it decides: without reports, batch files and
// journal, which take most of its time.
func (n *awayNights) decide(now time.Time) []ledger.Correction {
	ctx := n.t.Context()
	return n.books(true, func(b *runner.Books, c *config.Config) (ledger.Run, error) {
		j := c.Jobs[0]
		account, err := b.Account(ctx, j.Account.Merchant.Partner)
		if err != nil {
			return ledger.Run{}, err
		}
		run, err := b.Start(ctx, j.Name, account, now, now)
		if err != nil {
			return ledger.Run{}, err
		}
		in, err := n.read(b, c, run)
		if err != nil {
			return ledger.Run{}, err
		}
		run, err = b.Reconcile(ctx, run, awayPolicy(c), in, now)
		if err == nil {
			err = b.Published(ctx, run.ID, "out")
		}
		return run, err
	})
}

// read reads what the program would.
func (n *awayNights) read(b *runner.Books, c *config.Config, run ledger.Run) (in ledger.RunInput, err error) {
	j := c.Jobs[0]
	inputs, gaps, err := c.Evidence(j)
	if err != nil {
		return in, err
	}
	in.Gaps = gaps
	if in.Series, err = c.Series(j); err != nil {
		return in, err
	}
	var files []importers.File
	for _, f := range inputs {
		files = append(files, importers.File{Account: run.Account, Kind: f.Kind, Path: f.Path, Name: f.Name, Run: run.ID})
	}
	o := importers.Options{
		RequestVerifier: j.Account.Keys.Own, Charset: j.Account.Merchant.Charset, Partner: j.Account.Merchant.Partner,
		Verifier: j.Account.Keys.Verifier, Others: c.OtherVerifiers(j.Account),
		Final: n.taken.how == finalHalf || n.taken.how == cutLine,
	}
	for f, err := range importers.Import(n.t.Context(), b.Ledger, files, o) {
		if err != nil {
			return in, err
		}
		in.Files = append(in.Files, f)
	}
	return in, nil
}

// awayPolicy is the policy of the only account.
func awayPolicy(c *config.Config) ledger.Policy {
	a := c.Jobs[0].Account
	return ledger.Policy{
		Merchant: a.Merchant, Gateway: a.Gateway, Signer: a.Keys.Signer, Codes: a.Codes, ResultGrace: a.ResultGrace,
		AttemptWarning: a.AttemptWarning, HasRequests: c.HasRequests(a), Reason: a.Corrections.Reason, MaxLines: a.Corrections.MaxLines,
		BatchPrefix: a.Corrections.BatchPrefix, CompleteSince: a.Corrections.CompleteSince,
	}
}
