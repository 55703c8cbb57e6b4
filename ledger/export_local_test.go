package ledger

import (
	"context"
	"maps"
	"slices"

	"reconcile/ledger/internal/postgres"
)

// Beyond returns what the server does beyond a partition for each rule and total over an
// extent, by code or name, where it does anything, and how many were asked about.
func Beyond(ctx context.Context, l *Ledger, extent string) (map[string][]string, int, error) {
	beyonds, asked, err := beyondPartitions(ctx, engineOf(l.db).(*postgres.DB), extent)
	all := map[string][]string{}
	for _, b := range beyonds {
		all[b.name] = b.steps
	}
	return all, asked, err
}

// Strays returns what the server does beyond a partition for a statement.
func Strays(ctx context.Context, l *Ledger, statement string) ([]string, error) {
	return engineOf(l.db).(*postgres.DB).Strays(ctx, statement)
}

// LocalNames are the rules and totals over an extent.
func LocalNames(extent string) ([]string, error) {
	_, texts, err := localTexts(extent)
	return slices.Sorted(maps.Keys(texts)), err
}
