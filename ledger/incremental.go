package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
	"reconcile/ledger/rules"
)

// planScope decides how much of the books the run looks at. It carries on from the
// job's run before where the same rules and settings saw the same account then: it
// looks again at those trades and batches that something new is known about, and at
// what time alone may change. Otherwise it looks at everything.
func (d *decision) planScope() error {
	runs, err := store.List(d.ctx, d.tx, "run_columns+run_previous", scanRun, d.run.Job, d.run.ID)
	if err != nil || len(runs) == 0 {
		return err
	}
	return d.carryFrom(runs[0])
}

// carryFrom makes the decision look at what is new since a run, and at what is open,
// where it may carry on from it.
func (d *decision) carryFrom(previous Run) error {
	rules, err := digestRules(d.policy)
	if err != nil || previous.Account != d.run.Account || previous.Policy.rules != rules {
		return err
	}
	if _, known, err := d.readSums(); err != nil || !known {
		return err
	}
	if err := d.clear("scope_trade_clear", "scope_batch_clear"); err != nil {
		return err
	}
	if err := d.exec("scope_batch_add", d.run.Account, previous.lastSource, previous.commit); err != nil {
		return err
	}
	if err := d.exec("scope_trade_add", d.run.Account, previous.lastSource, previous.commit); err != nil {
		return err
	}
	d.incremental, d.since = true, previous
	return nil
}

// clear executes statements that empty tables.
func (d *decision) clear(names ...string) error {
	for _, name := range names {
		if err := d.exec(name); err != nil {
			return err
		}
	}
	return nil
}

// clearScratch empties what a decision works with, so that nothing stands in the books that
// no proof is of.
func (d *decision) clearScratch() error {
	return d.clear("found_clear", "scope_trade_clear", "scope_batch_clear", "trade_before_clear")
}

// scoped names a statement, or none, over what the run looks at.
func (d *decision) scoped(name string) string {
	scope := "extent_whole"
	if d.incremental {
		scope = "extent_part"
	}
	return strings.TrimSuffix(scope+"+"+name, "+")
}

// carryForward puts into found what the run before saw and this one does not look at.
func (d *decision) carryForward(catalogue []Rule) error {
	if !d.incremental {
		return nil
	}
	for _, look := range []string{rules.LookTrade, rules.LookBatch} {
		for _, holds := range []bool{false, true} {
			var codes []string
			for _, r := range catalogue {
				if r.Looks == look && r.Holds == holds {
					codes = append(codes, "'"+r.Code+"'") // whose grammar is closed
				}
			}
			if len(codes) == 0 {
				continue
			}
			statement, err := query.Text("found_carry_" + look)
			if err != nil {
				return err
			}
			statement = strings.TrimSpace(statement) + " (" + strings.Join(codes, ", ") + ")"
			if _, err := store.ExecText(d.ctx, d.tx, "carry findings", statement, bit(holds), d.run.Job); err != nil {
				return err
			}
		}
	}
	return nil
}

// digestRules is the hex SHA-256 of all that decides what a run sees in the same
// evidence, except time.
func digestRules(p Policy) (string, error) {
	h := sha256.New()
	rules, err := Rules()
	if err != nil {
		return "", err
	}
	for _, r := range rules {
		fmt.Fprintf(h, "%s %s %v %s %q\n", r.Code, r.Severity, r.Holds, r.Looks, r.Select)
	}
	entries, err := query.Files().ReadDir(".")
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "extent_") || strings.HasPrefix(e.Name(), "total_") {
			if err := digestQuery(h, e.Name()); err != nil {
				return "", err
			}
		}
	}
	var codes []string
	for _, c := range p.Codes {
		codes = append(codes, c.Code)
	}
	slices.Sort(codes)
	fmt.Fprintf(h, "%d %v %q %v %v %q\n", p.AttemptWarning, p.HasRequests, codes, p.CompleteSince != 0, p.ResultGrace, p.BatchPrefix)
	return hex.EncodeToString(h.Sum(nil)), nil
}

func digestQuery(h io.Writer, name string) error {
	statement, err := fs.ReadFile(query.Files(), name)
	if err == nil {
		_, err = fmt.Fprintf(h, "%s %q\n", name, statement)
	}
	return err
}
