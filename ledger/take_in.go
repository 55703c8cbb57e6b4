package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// FromJournal and FromBatchFile are how a source was read that holds what this program
// has issued and these books did not know.
const (
	FromJournal   = "journal"
	FromBatchFile = "batch file"
)

// Elsewhere are batches of an account that were issued and that these books lack.
type Elsewhere struct {
	Missing []Entry // no request has the number
	Other   []Entry // a request has the number, with other lines
}

// Compare returns which batches the books of an account lack, with their lines. What it is
// given of other partners is left out.
//
// Errors: ErrJournal, where the lines of such a batch do not read, among others.
func (l *Ledger) Compare(ctx context.Context, account int64, partner string, entries []Entry) (found Elsewhere, err error) {
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Partner != partner || seen[e.BatchNo+e.Digest] {
			continue
		}
		seen[e.BatchNo+e.Digest] = true
		known, other, err := l.knows(ctx, account, e)
		if err != nil {
			return found, words.Errorf("compare batch %s: %w", e.BatchNo, err)
		}
		if known {
			continue
		}
		if e, err = e.Whole(); err != nil {
			return found, err
		}
		if other {
			found.Other = append(found.Other, e)
		} else {
			found.Missing = append(found.Missing, e)
		}
	}
	return found, nil
}

// knows reports whether a request of an account is a batch, or has its number with other
// lines.
func (l *Ledger) knows(ctx context.Context, account int64, e Entry) (known, other bool, err error) {
	digest, err := hex.DecodeString(e.Digest)
	if err != nil {
		return false, false, err
	}
	var has []byte
	err = store.QueryRow(ctx, l.db.Reader(), "request_digest", []any{e.BatchNo, account}, &has)
	if errors.Is(err, sql.ErrNoRows) {
		return false, false, nil
	}
	known = err == nil && bytes.Equal(has, digest)
	return known, !known, err
}

// TakeIn puts batches that were issued elsewhere into the books of an account, as requests
// in flight at their place (ISSUED_ELSEWHERE). A number that the books have by now is left
// as it is, so that to take in twice is to take in once.
func (l *Ledger) TakeIn(ctx context.Context, run, account int64, how string, entries []Entry) error {
	err := l.db.Update(ctx, func(tx store.Tx) error {
		for _, e := range entries {
			if err := takeIn(ctx, tx, run, account, how, e); err != nil {
				return words.Errorf("batch %s: %w", e.BatchNo, err)
			}
		}
		return nil
	})
	if err != nil {
		return words.Errorf("take in what was issued elsewhere: %w", err)
	}
	return nil
}

func takeIn(ctx context.Context, tx store.Tx, run, account int64, how string, e Entry) error {
	e, err := e.Whole()
	if err != nil {
		return err
	}
	digest, err := hex.DecodeString(e.Digest)
	if err != nil {
		return err
	}
	at, err := alipay.ParseTime(e.RefundDate)
	if err != nil {
		at = batchDay(e.BatchNo)
	}
	s := Source{Run: run, Account: account, Kind: Requests, Path: e.Place.File, FirstLine: e.Place.Line, How: how, First: at, Last: at}
	s.ID, err = store.ExecKey(ctx, tx, "source_add", s.Prior, s.Run, s.Account, string(s.Kind), s.Path, s.FirstLine, 0, s.Keys)
	if err != nil {
		return err
	}
	n, err := store.Exec(ctx, tx, "request_add", e.BatchNo, account, digest, at.UnixMilli(), len(e.Lines), e.Total.Fen(), "", s.ID, s.FirstLine, "", 0)
	if err != nil {
		return err
	}
	s.Lines, s.Duplicate = 1, 1
	if n == 1 {
		s.Accepted, s.Duplicate = 1, 0
		if err := takeInLines(ctx, tx, account, e, at); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, nil)
}

func takeInLines(ctx context.Context, tx store.Tx, account int64, e Entry, at time.Time) error {
	if _, err := store.Exec(ctx, tx, "request_sum_add", account, 1); err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, "day_sum_add", account, dayOf(at.UnixMilli()), 0, len(e.Lines)); err != nil {
		return err
	}
	rows, err := store.InserterOf(ctx, tx, "request_line_add", 7)
	if err != nil {
		return err
	}
	occurrence := map[string]int64{}
	for _, l := range e.Lines {
		amount, err := alipay.ParseMoney(l.Amount)
		if err != nil {
			return err
		}
		occurrence[l.TradeNo]++
		if err := rows.Add(l.TradeNo, account, e.BatchNo, occurrence[l.TradeNo], amount.Fen(), at.UnixMilli(), ""); err != nil {
			return err
		}
	}
	return rows.Flush()
}

// EmittedOf returns the batches of an account that these books have issued and the
// journal lacks, as the journal holds them: one that is missing, or older than the books,
// is completed by them.
func (l *Ledger) EmittedOf(ctx context.Context, account int64, partner string, j *Journal) ([]Entry, error) {
	known := map[string]bool{}
	for _, e := range j.Entries() {
		if e.Partner == partner {
			known[e.BatchNo] = true
		}
	}
	numbers, err := store.List(ctx, l.db.Reader(), "emitted_numbers", scanText, account)
	if err != nil {
		return nil, err
	}
	var missing []Entry
	for _, number := range numbers {
		if known[number] {
			continue
		}
		b, _, err := l.Batch(ctx, account, number)
		if err != nil {
			return nil, err
		}
		r, err := alipay.ParseRequest(b.Params.Encode(), b.Charset)
		if err != nil {
			return nil, words.Errorf("batch %s: %w", number, err)
		}
		run, err := l.RunByID(ctx, b.Run)
		if err != nil {
			return nil, err
		}
		e, err := EntryOf(r, run.Job, b.Run)
		if err != nil {
			return nil, err
		}
		missing = append(missing, e)
	}
	return missing, nil
}

// An IssuedNumber is the number of a batch that the books have issued for a partner.
type IssuedNumber struct{ Partner, BatchNo string }

// IssuedNumbers are those of all accounts.
func (l *Ledger) IssuedNumbers(ctx context.Context) (map[IssuedNumber]bool, error) {
	all := map[IssuedNumber]bool{}
	for n, err := range store.Stream(ctx, l.db.Reader(), "emitted_all", scanIssuedNumber) {
		if err != nil {
			return nil, err
		}
		all[n] = true
	}
	return all, nil
}

func scanIssuedNumber(rows *sql.Rows) (n IssuedNumber, err error) {
	err = rows.Scan(&n.Partner, &n.BatchNo)
	return n, err
}

// HasNumber reports whether a request of any account has a number.
func (l *Ledger) HasNumber(ctx context.Context, batchNo string) (has bool, err error) {
	err = store.QueryRow(ctx, l.db.Reader(), "request_any", []any{batchNo}, &has)
	return has, err
}
