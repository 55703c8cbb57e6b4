package ledger

import (
	"context"
	"database/sql"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Subject is one thing that the books know of under a name.
type Subject struct {
	Kind SubjectKind
	Name string
}

// A SubjectKind is what kind of thing a Subject is.
type SubjectKind string

// The kinds of subjects.
const (
	SubjectTrade        SubjectKind = "trade"
	SubjectOrder        SubjectKind = "order" // an order number of the merchant's
	SubjectBatch        SubjectKind = "batch"
	SubjectNotification SubjectKind = "notification"
	SubjectFinding      SubjectKind = "finding"
	SubjectLine         SubjectKind = "line" // of a file
)

// minPrefix is how many digits of the name of a finding are a name for it.
const minPrefix = 4

// Subjects returns what a name is the name of in the books of an account, as a job sees
// them: a trade, an order, a batch, a notification, or a finding of the job, of which the
// first digits are enough. It returns nothing for a name that nothing has.
func (l *Ledger) Subjects(ctx context.Context, account int64, job, name string) ([]Subject, error) {
	kinds, err := store.List(ctx, l.db.Reader(), "explain_kinds", scanText, account, name)
	if err != nil {
		return nil, err
	}
	var all []Subject
	for _, kind := range kinds {
		all = append(all, Subject{SubjectKind(kind), name})
	}
	found, err := l.findingsNamed(ctx, job, name)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		all = append(all, Subject{SubjectFinding, f.id})
	}
	return all, nil
}

// A namedFinding is what the name of a finding is made of.
type namedFinding struct {
	id, code, tradeNo, batchNo, notifyID, subject string
	firstRun, closedRun                           int64
}

func scanNamedFinding(rows *sql.Rows) (f namedFinding, err error) {
	err = rows.Scan(&f.code, &f.tradeNo, &f.batchNo, &f.notifyID, &f.subject, &f.firstRun, &f.closedRun)
	f.id = findingID(f.code, f.tradeNo, f.batchNo, f.notifyID, f.subject, f.firstRun)
	return f, err
}

// maxNamed is how many findings are listed whose names begin alike.
const maxNamed = 10

// findingsNamed returns the findings of a job whose name begins with a name, some where
// they are many.
func (l *Ledger) findingsNamed(ctx context.Context, job, name string) ([]namedFinding, error) {
	if len(name) < minPrefix || strings.Trim(name, "0123456789abcdef") != "" {
		return nil, nil
	}
	var found []namedFinding
	for f, err := range store.Stream(ctx, l.db.Reader(), "explain_names", scanNamedFinding, job) {
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(f.id, name) {
			found = append(found, f)
		}
		if len(found) == maxNamed {
			break
		}
	}
	return found, nil
}

// Names calls body with every name of an account that Subjects knows, but those of
// findings, and with the path of every file, as a line of it; with one more than once, where
// more than one thing says it.
func (l *Ledger) Names(ctx context.Context, account int64, body func(Subject)) error {
	scan := func(rows *sql.Rows) (s Subject, err error) {
		err = rows.Scan(&s.Kind, &s.Name)
		return s, err
	}
	for s, err := range store.Stream(ctx, l.db.Reader(), "explain_near", scan, account) {
		if err != nil {
			return err
		}
		body(s)
	}
	return nil
}

// TradesOfOrder returns the trades of an order number of the merchant's, the first 100.
// more is true where there are others.
func (l *Ledger) TradesOfOrder(ctx context.Context, account int64, outTradeNo string) (trades []string, more bool, err error) {
	const most = 100
	trades, err = store.List(ctx, l.db.Reader(), "explain_order_trades", scanText, account, outTradeNo)
	if len(trades) > most {
		return trades[:most], true, err
	}
	if err != nil {
		return nil, false, words.Errorf("trades of order %s: %w", outTradeNo, err)
	}
	return trades, false, nil
}
