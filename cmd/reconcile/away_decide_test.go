package main

import (
	"bytes"
	"os"
	"path/filepath"
	"time"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/words"
)

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
	c, err := config.Load(filepath.Join(n.dir, "cron.yaml"), noEnv, words.English)
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
		return compareMoney(n.dir, done)
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
