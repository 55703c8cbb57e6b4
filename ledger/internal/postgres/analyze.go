package postgres

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
)

// The server plans by what it knows of a table, and looks at one that has grown when it
// finds the time. A night of many new rows would be planned by what the tables were before:
// so the server is told to look at those that have grown by a tenth, however small, since
// one row where hundreds are is what the worst plans come from.

// fewRows are too few to look at a table again for in the middle of a transaction: taken for
// one, they are read a hundred times for each of a hundred others, which is nothing.
const fewRows = 100

// A tally is how many rows have gone into each table since the server last looked at it.
type tally struct {
	mu   sync.Mutex
	rows map[string]int64
}

func newTally() *tally { return &tally{rows: map[string]int64{}} }

func (t *tally) add(table string, rows int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[table] += rows
}

// forget is for a table that needs no looking at: the server has looked, or it is empty.
func (t *tally) forget(table string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.rows, table)
}

// take returns what has gathered, and begins anew.
func (t *tally) take() map[string]int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := t.rows
	t.rows = map[string]int64{}
	return rows
}

// tableWritten reads which table a statement writes, and tableEmptied which one it empties.
var (
	tableWritten = regexp.MustCompile(`(?m)^(?:INSERT INTO|UPDATE) (\w+)`)
	tableEmptied = regexp.MustCompile(`(?m)^DELETE FROM (\w+)\s*\z`)
)

// An unseen is how many rows a transaction has written into a table since the server looked at
// it, and how many are enough to look again: 0 before anybody has asked.
type unseen struct{ rows, enough int64 }

// ExecContext runs a statement, after a look at what was written before it.
func (tx Tx) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	emptied := tableEmptied.FindStringSubmatch(text)
	if emptied == nil {
		if err := tx.look(ctx); err != nil {
			return nil, err
		}
	}
	result, err := tx.Tx.ExecContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	if emptied != nil {
		tx.unseen[emptied[1]] = unseen{enough: fewRows}
		tx.written.forget(emptied[1])
		return result, nil
	}
	if m := tableWritten.FindStringSubmatch(text); m != nil {
		rows, err := result.RowsAffected()
		if err != nil {
			return nil, err
		}
		tx.wrote(m[1], rows)
	}
	return result, nil
}

// QueryContext is as of *sql.Tx, after a look at what was written before it.
func (tx Tx) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := tx.look(ctx); err != nil {
		return nil, err
	}
	return tx.Tx.QueryContext(ctx, text, args...)
}

// wrote notes that the transaction has written rows into a table.
func (tx Tx) wrote(table string, rows int64) {
	u := tx.unseen[table]
	u.rows += rows
	tx.unseen[table] = u
}

// look makes the server look at the tables that the transaction has written rows into, where
// they have grown by a tenth since, or were emptied before; not on a cluster, which looks at a
// table on every node at once, and refuses to where the transaction has worked on one itself.
// It waits until something may read them: rows that are copied block by block need no look at
// each block.
func (tx Tx) look(ctx context.Context) error {
	if tx.citus {
		return nil
	}
	for table, u := range tx.unseen {
		if u.rows < max(fewRows, u.enough) {
			continue
		}
		if u.enough == 0 {
			known, err := knownRows(ctx, tx.Tx, table)
			if err != nil {
				return err
			}
			if u.enough = max(fewRows, known/10); u.rows < u.enough {
				tx.unseen[table] = u
				continue
			}
		}
		if _, err := tx.Tx.ExecContext(ctx, analyze(table)); err != nil {
			return err
		}
		delete(tx.unseen, table)
		tx.written.forget(table)
	}
	return nil
}

// analyze is the statement that makes the server look at tables.
func analyze(tables ...string) string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = pgx.Identifier{t}.Sanitize()
	}
	return "ANALYZE " + strings.Join(names, ", ")
}

// knownRows is how many rows the server takes a table to have, -1 where it never looked.
func knownRows(ctx context.Context, from rower, table string) (rows int64, err error) {
	err = from.QueryRowContext(ctx, "SELECT reltuples::BIGINT FROM pg_class WHERE oid = $1::TEXT::regclass", table).Scan(&rows)
	return rows, err
}

// asked are the tables of few rows by which the rows of long ones are asked for: which sources
// are new, and which are replaced. What the server takes them for decides how it does that.
var asked = []string{"source", "replaced_source"}

// AfterCommit makes the server look at the tables of which a tenth is new, side by side and
// beside what comes next, up to Loaded: what adds up the trades reads them whole, however
// they are planned for. Beside them it looks at those that long ones are asked by.
func (db *DB) AfterCommit(ctx context.Context) {
	written := db.written.take()
	if len(written) == 0 {
		return
	}
	db.look(ctx, asked...)
	for table, rows := range written {
		known, err := knownRows(ctx, db.read, table)
		if err == nil && rows > known/10 && !slices.Contains(asked, table) {
			db.look(ctx, table)
		}
	}
}

// look makes the server look at tables, one after the other, up to Loaded.
func (db *DB) look(ctx context.Context, tables ...string) {
	db.analyses.Go(func() {
		// A table that is not looked at costs time, and no answer.
		_, _ = db.read.ExecContext(ctx, analyze(tables...))
	})
}

// Loaded waits until the server has looked at what was committed, and asks that it is so on
// every node: what comes next reads it on several connections.
func (db *DB) Loaded(ctx context.Context) error {
	db.analyses.Wait()
	return db.settle(ctx, db.read)
}
