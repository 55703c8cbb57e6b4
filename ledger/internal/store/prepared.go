package store

import (
	"context"
	"database/sql"
)

// A Preparer is a database or a transaction.
type Preparer interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	Translate(err error) error
}

// A Prepared keeps each statement of a database or transaction that it has run, for
// a caller who runs a few of them very often. Those of a transaction end with it.
type Prepared struct {
	Preparer
	known map[string]*sql.Stmt
}

// Prepare returns a Prepared that has run nothing yet.
func Prepare(db Preparer) *Prepared { return &Prepared{db, map[string]*sql.Stmt{}} }

func (p *Prepared) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := p.known[query]; ok {
		return s, nil
	}
	s, err := p.PrepareContext(ctx, query)
	if err == nil {
		p.known[query] = s
	}
	return s, err
}

// QueryContext is as of *sql.DB.
func (p *Prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// ExecContext is as of *sql.DB.
func (p *Prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// Close gives the statements back.
func (p *Prepared) Close() {
	for _, s := range p.known {
		s.Close()
	}
}
