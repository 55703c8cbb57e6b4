package ledger

import (
	"context"

	"reconcile/ledger/internal/postgres"
)

// An Inspection is what was asked of that which keeps a ledger, and what was found.
type Inspection struct {
	What  string `json:"what"`
	Found string `json:"found"`
	OK    bool   `json:"ok"`
}

// Inspect asks what keeps the ledger whether it is as it must be.
func (l *Ledger) Inspect(ctx context.Context) ([]Inspection, error) {
	db, ok := engineOf(l.db).(*postgres.DB)
	if !ok {
		wrong, err := l.db.Check(ctx)
		return []Inspection{inspected("file", "whole", wrong)}, err
	}
	about, err := db.About(ctx)
	if err != nil {
		return nil, err
	}
	all := []Inspection{
		{"server", "PostgreSQL " + about.Server, true},
		{"connection", about.Connection, true},
		{"layout", about.Layout, true},
		{"texts", about.Collation, true},
		inspected("tables", "all there", about.Missing),
	}
	wrong, err := db.Check(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, inspected("indexes", "all valid", wrong))
	if len(about.Missing) > 0 || about.Layout == "plain" {
		return all, nil
	}
	local, err := inspectLocal(ctx, db)
	return append(all, local...), err
}

// inspected is good where nothing is wrong.
func inspected(what, good string, wrong []string) Inspection {
	if len(wrong) == 0 {
		return Inspection{what, good, true}
	}
	return Inspection{what, wrong[0], false}
}
