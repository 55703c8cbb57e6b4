package ledger

import (
	"context"
	"fmt"
	"strings"

	"reconcile/ledger/internal/postgres"
	"reconcile/ledger/query"
	"reconcile/words"
)

// totalNames are the statements of the totals.
var totalNames = [...]string{"total_trades", "total_requests", "total_bills", "total_attested", "total_paid", "total_elsewhere", "total_sum"}

// localTexts are the statements of the rules and of the totals over an extent, by code or
// name: those that have to stay within a partition of the trades, or their cost grows with
// what several machines send one another.
func localTexts(extent string) (names []string, texts map[string]string, err error) {
	rules, err := Rules()
	if err != nil {
		return nil, nil, err
	}
	texts = map[string]string{}
	for _, r := range rules {
		names = append(names, r.Code)
		if texts[r.Code], err = foundText(r, extent); err != nil {
			return nil, nil, err
		}
	}
	for _, name := range totalNames {
		names = append(names, name)
		if texts[name], err = query.Text(extent + "+" + name); err != nil {
			return nil, nil, err
		}
	}
	return names, texts, nil
}

// A beyond is a rule or a total that the server does not keep within a partition.
type beyond struct {
	name  string
	steps []string // what the server does beyond it
}

// beyondPartitions asks the server which rules and totals over an extent do not stay within a
// partition of the trades.
func beyondPartitions(ctx context.Context, db *postgres.DB, extent string) (beyonds []beyond, asked int, err error) {
	names, texts, err := localTexts(extent)
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		strays, err := db.Strays(ctx, texts[name])
		if err != nil {
			return nil, 0, words.Errorf("plan %s: %w", name, err)
		}
		if len(strays) > 0 {
			beyonds = append(beyonds, beyond{name, strays})
		}
	}
	return beyonds, len(names), nil
}

// inspectLocal says which rules and totals stay within a partition, and what the others do.
func inspectLocal(ctx context.Context, db *postgres.DB) ([]Inspection, error) {
	beyonds, asked, err := beyondPartitions(ctx, db, "extent_whole")
	if err != nil {
		return nil, err
	}
	all := []Inspection{{"rules", fmt.Sprintf("%d of %d rules and totals stay within a partition of the trades", asked-len(beyonds), asked), true}}
	for _, b := range beyonds {
		all = append(all, Inspection{"beyond", b.name + ": " + strings.Join(b.steps, "; "), true})
	}
	return all, nil
}
