package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/mattn/go-sqlite3"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A guard is a connection that writes. The engine ends a transaction by itself where a
// write meets a full disk, an I/O error or a lack of memory, and what comes after it would
// stay, each statement for itself. So no statement of a transaction is executed once it
// has ended, and nothing is committed but by what asks for it: Commit, or permit.
//
// Its pool gives it to one goroutine at a time.
type guard struct {
	*sqlite3.SQLiteConn
	within bool  // a transaction was begun, and neither committed nor rolled back
	asked  bool  // for a commit
	cause  error // why the engine has ended the transaction
}

// newGuard guards a connection that is configured.
func newGuard(conn driver.Conn) *guard {
	g := &guard{SQLiteConn: conn.(*sqlite3.SQLiteConn)}
	g.RegisterCommitHook(g.veto)
	return g
}

// veto is asked by the engine before it commits; what is not 0 makes it roll back.
func (g *guard) veto() int {
	if g.asked {
		return 0
	}
	return 1
}

// permit runs what commits without a transaction of its own, as a journal mode does.
func (g *guard) permit(do func() error) error {
	g.asked = true
	defer func() { g.asked = false }()
	return do()
}

// check refuses a statement of a transaction that the engine has ended.
func (g *guard) check() error {
	if !g.within || !g.AutoCommit() {
		return nil
	}
	if g.cause == nil {
		return store.ErrRolledBack
	}
	return words.Errorf("%w: %w", store.ErrRolledBack, g.cause)
}

// after keeps the error that has ended the transaction, and returns it.
func (g *guard) after(err error) error {
	if err != nil && g.within && g.cause == nil && g.AutoCommit() {
		g.cause = translate(err)
	}
	return err
}

// BeginTx begins a transaction.
func (g *guard) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := g.SQLiteConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	g.within, g.cause = true, nil
	return guardedTx{g, tx}, nil
}

// ExecContext is as of the driver, where the transaction has not ended.
func (g *guard) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	res, err := g.SQLiteConn.ExecContext(ctx, query, args)
	return res, g.after(err)
}

// QueryContext is as of the driver, where the transaction has not ended.
func (g *guard) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	rows, err := g.SQLiteConn.QueryContext(ctx, query, args)
	return rows, g.after(err)
}

// PrepareContext is as of the driver, where the transaction has not ended.
func (g *guard) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := g.check(); err != nil {
		return nil, err
	}
	stmt, err := g.SQLiteConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, g.after(err)
	}
	return &guardedStmt{stmt.(*sqlite3.SQLiteStmt), g}, nil
}

// A guardedStmt is a prepared statement of a guard.
type guardedStmt struct {
	*sqlite3.SQLiteStmt
	guard *guard
}

// ExecContext is as of the driver, where the transaction has not ended.
func (s *guardedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.guard.check(); err != nil {
		return nil, err
	}
	res, err := s.SQLiteStmt.ExecContext(ctx, args)
	return res, s.guard.after(err)
}

// QueryContext is as of the driver, where the transaction has not ended.
func (s *guardedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.guard.check(); err != nil {
		return nil, err
	}
	rows, err := s.SQLiteStmt.QueryContext(ctx, args)
	return rows, s.guard.after(err)
}

// A guardedTx is a transaction of a guard.
type guardedTx struct {
	guard *guard
	tx    driver.Tx
}

// Commit is the one way in which something is committed.
func (t guardedTx) Commit() error {
	if err := t.guard.check(); err != nil {
		return errors.Join(err, t.Rollback())
	}
	defer func() { t.guard.within = false }()
	return t.guard.permit(t.tx.Commit)
}

// Rollback leaves nothing of the transaction. The engine may have done it by itself.
func (t guardedTx) Rollback() error {
	defer func() { t.guard.within = false }()
	if t.guard.AutoCommit() {
		return nil
	}
	return t.tx.Rollback()
}
