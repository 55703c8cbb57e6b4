package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/ledger"
	"reconcile/words"
)

// A saying is a call of a command by which a person says something of the books.
type saying struct {
	p       *program
	command string // what follows the program's name, such as "resolve line"
	saySettings
}

// A stater finds out what is said, and of which job's account.
type stater = func(ctx context.Context, c *config.Config, l *ledger.Ledger) (*config.Job, ledger.Statement, error)

// record takes what a person says into the books, and prints what became of it.
func (s *saying) record(ctx context.Context, state stater) error {
	person, err := s.person()
	if err != nil {
		return err
	}
	c, err := config.Load(s.p.config, nil, s.p.Language)
	if err != nil {
		return err
	}
	if err := errors.Join(mayAct(c, s.by), runner.NeedLedger(c)); err != nil {
		return err
	}
	name, sum, err := hashDocument(s.file)
	if err != nil {
		return err
	}
	return withWriter(ctx, s.p, c, func(b *runner.Books) error {
		j, st, err := state(ctx, c, b.Ledger)
		if err != nil {
			return err
		}
		st.Person, st.Evidence, st.File, st.FileSHA256 = person, strings.TrimSpace(s.evidence), name, sum
		account, err := b.Account(ctx, j.Account.Merchant.Partner)
		if err != nil {
			return err
		}
		policy := runner.PolicyOf(c, j)
		if policy.Journal, err = runner.OpenJournal(c, false); err != nil {
			return err
		}
		act, err := b.Say(ctx, account, policy, st, s.p.Now())
		if err != nil {
			return sayError(err)
		}
		return printSaid(s.p, c, j, act)
	})
}

// person is the name of who says it, once nothing that every act needs is missing.
func (s *saying) person() (string, error) {
	if strings.TrimSpace(s.by) == "" || strings.TrimSpace(s.evidence) == "" {
		return "", &hint.UsageError{Err: words.Errorf("%s needs --by NAME and --evidence TEXT: the books keep who checked what", s.command)}
	}
	return personName(s.command, s.by)
}

// hashDocument reads a document. The books keep its base name and the hex SHA-256 of its
// content, not the document.
func hashDocument(file string) (name, sum string, err error) {
	if file == "" {
		return "", "", nil
	}
	f, err := os.Open(file)
	if err != nil {
		return "", "", words.Errorf("--file: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", "", words.Errorf("--file: %w", err)
	}
	return filepath.Base(file), hex.EncodeToString(h.Sum(nil)), nil
}

// sayError adds the way out to a refusal, which names what it is about.
func sayError(err error) error {
	switch {
	case errors.Is(err, ledger.ErrTooEarly):
		return hint.With(err, "an open page can still be confirmed until then: check with Alipay after it")
	case errors.Is(err, ledger.ErrNoBatch):
		return hint.With(err, "reconcile batch list shows the numbers")
	case errors.Is(err, ledger.ErrSaid):
		return hint.With(err, "somebody else has to look at it and say the same")
	case errors.Is(err, ledger.ErrNoTrade):
		return hint.With(err, "reconcile explain TRADE_NO tells what the books know, and names the nearest numbers")
	}
	return err
}

// oneJob returns the named job, or the first one where all are of one account.
func oneJob(c *config.Config, name string) (*config.Job, error) {
	jobs, err := c.Selected(name)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if j.Account != jobs[0].Account {
			return nil, &hint.UsageError{Err: words.Errorf("there are several accounts: say with --job which one it is of")}
		}
	}
	return jobs[0], nil
}
