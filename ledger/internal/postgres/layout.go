package postgres

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/schema"
	"reconcile/words"
)

// A Layout is how the tables stand that are counted by trade: whole ("plain"), in so many
// partitions of the hash of trade_no ("hash:8"), or on the nodes of a Citus cluster ("citus").
type layout struct {
	partitions int
	citus      bool
}

const mostPartitions = 1024

// parseLayout reads a layout.
func parseLayout(text string) (layout, error) {
	if text == "plain" {
		return layout{}, nil
	}
	if text == onCitus {
		return layout{citus: true}, nil
	}
	if count, ok := strings.CutPrefix(text, "hash:"); ok {
		n, err := strconv.Atoi(count)
		if err == nil && n >= 2 && n <= mostPartitions {
			return layout{partitions: n}, nil
		}
	}
	return layout{}, words.Errorf("%q is no layout: plain, citus, or hash:N with N from 2 to %d", text, mostPartitions)
}

// byTrade marks the tables that are counted by trade, in the texts of the schema.
const byTrade = " {{by trade}}"

// byKeys marks what is to stay a condition of each row, and not become a join. Citus refuses
// the OFFSET that says so.
const byKeys = "{{by keys}}"

// tableOf reads the name of a table that is made.
var tableOf = regexp.MustCompile(`(?m)^CREATE TABLE (\w+) \(`)

// statements are the statements of the migration of a number in this layout: one text without
// parameters, of which the server takes as many statements as it holds.
func (l layout) statements(text string, number int) ([]string, error) {
	if l.citus {
		return distributed(strings.ReplaceAll(text, byKeys, ""), number)
	}
	text = strings.ReplaceAll(text, byKeys, " OFFSET 0")
	if l.partitions == 0 {
		return []string{strings.ReplaceAll(text, byTrade, "")}, nil
	}
	all := []string{strings.ReplaceAll(text, byTrade, " PARTITION BY HASH (trade_no)")}
	for _, table := range tablesByTrade(text) {
		for n := range l.partitions {
			all = append(all, fmt.Sprintf("CREATE TABLE %s_%d PARTITION OF %s FOR VALUES WITH (MODULUS %d, REMAINDER %d)", table, n, table, l.partitions, n))
		}
	}
	return all, nil
}

// tablesByTrade are the tables of a migration that are counted by trade.
func tablesByTrade(text string) (tables []string) {
	parts := strings.Split(text, byTrade)
	for _, before := range parts[:len(parts)-1] {
		names := tableOf.FindAllStringSubmatch(before, -1)
		tables = append(tables, names[len(names)-1][1])
	}
	return tables
}

// Init makes a ledger of a layout in the schema that an address leads to, where there is
// nothing yet.
//
// Errors: store.ErrExists where there is one, store.ErrNotLedger where there is something
// else, or those of connecting.
func Init(ctx context.Context, address, named string) error {
	l, err := parseLayout(named)
	if err != nil {
		return err
	}
	texts, err := schema.Postgres()
	if err != nil {
		return err
	}
	write, err := poolOf(address)
	if err != nil {
		return err
	}
	db := &DB{write: write, written: newTally()}
	db.write.SetMaxOpenConns(1)
	err = db.Update(ctx, func(w store.Tx) error { return initialize(ctx, w.(Tx), l, named, texts) })
	return errors.Join(err, db.Close())
}

func initialize(ctx context.Context, tx Tx, l layout, named string, texts []string) error {
	if err := checkServer(ctx, tx); err != nil {
		return err
	}
	version, _, err := readVersion(ctx, tx)
	if err != nil {
		return err
	}
	if version > 0 {
		return store.ErrExists
	}
	all := []string{`CREATE TABLE reconcile_ledger (
  only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
  version  BIGINT NOT NULL,
  layout   TEXT   NOT NULL
)`}
	if l.citus {
		if err := checkCluster(ctx, tx); err != nil {
			return err
		}
	}
	for i, text := range texts {
		statements, err := l.statements(text, i+1)
		if err != nil {
			return err
		}
		all = append(all, statements...)
	}
	for _, statement := range all {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return translate(err)
		}
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO reconcile_ledger (only_row, version, layout) VALUES (1, $1, $2)", len(texts), named)
	return translate(err)
}

// oldestServer is the oldest version that is supported.
const oldestServer = 140000

// checkServer asks that a server can keep a ledger.
func checkServer(ctx context.Context, tx Tx) error {
	var number int
	var version, encoding string
	row := tx.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::INTEGER, current_setting('server_version'), current_setting('server_encoding')")
	if err := row.Scan(&number, &version, &encoding); err != nil {
		return translate(err)
	}
	if number < oldestServer {
		return words.Errorf("PostgreSQL %s is older than 14", version)
	}
	if encoding != "UTF8" {
		return words.Errorf("the database keeps texts as %s, not UTF8: create one with ENCODING 'UTF8' TEMPLATE template0", encoding)
	}
	return nil
}
