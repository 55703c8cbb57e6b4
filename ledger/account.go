package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An account's number is in every row of its evidence, its partner in one row alone. Were
// that another one, the whole history would be somebody else's, and everything on its way
// would be owed again. The chain of runs has the partner as well, in each run's policy.

// checkAccounts lists what is wrong with the partners of accounts: one that runs were not
// decided for, or one that two accounts have.
//
// It returns the accounts by their partners as well: as the table has them, whatever its
// index says.
func checkAccounts(ctx context.Context, db store.Runner) (of map[string]int64, wrong []Discrepancy, err error) {
	of = map[string]int64{}
	for a, err := range store.Stream(ctx, db, "account_all", scanAccount) {
		if err != nil {
			return nil, nil, err
		}
		what := fmt.Sprintf("account %d", a.id)
		if a.decidedFor != "" && a.decidedFor != a.partner {
			wrong = append(wrong, Discrepancy{"account", what, a.partner, a.decidedFor})
		}
		if before, ok := of[a.partner]; ok {
			wrong = append(wrong, Discrepancy{"account", what, a.partner, fmt.Sprintf("the partner of account %d", before)})
		}
		of[a.partner] = a.id
	}
	return of, wrong, nil
}

// A storedAccount is an account of the books.
type storedAccount struct {
	id                  int64
	partner, decidedFor string // as the table has it, and as the last run was decided; "" for none
}

func scanAccount(rows *sql.Rows) (a storedAccount, err error) {
	var policy string
	if err := rows.Scan(&a.id, &a.partner, &policy); err != nil || policy == "" {
		return a, err
	}
	p, err := readPolicy(policy)
	a.decidedFor = p.Merchant.Partner
	return a, err
}

// askAccounts returns the accounts by their partners, and refuses to go on where a partner is
// not that of its account's runs.
//
// Errors: ErrDamaged.
func askAccounts(ctx context.Context, db store.Runner) (of map[string]int64, err error) {
	of, wrong, err := checkAccounts(ctx, db)
	if err != nil || len(wrong) == 0 {
		return of, err
	}
	return nil, alteredError(words.New("the partner of %s, and with it what is on its way", wrong[0].Where))
}

// checkAccounts compares the partners of accounts with those that runs were decided for.
func (a *Audit) checkAccounts(ctx context.Context) ([]Discrepancy, error) {
	_, wrong, err := checkAccounts(ctx, a.db.Reader())
	return wrong, err
}
