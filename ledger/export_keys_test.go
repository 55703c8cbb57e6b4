package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"reconcile/ledger/internal/store"
)

// ReadWhole returns which of the tables that are long a server reads from end to end for the
// rules, the totals and what reports show, over a part of the books, and for more statements.
// The server is to go by keys wherever it can, and the tables have 20,000 rows.
func ReadWhole(ctx context.Context, l *Ledger, long []string, more map[string]string) (map[string][]string, error) {
	read := map[string][]string{}
	return read, try(ctx, l, Run{Account: 1, Job: "nightly"}, func(d *decision) error {
		d.incremental = true
		statements, err := d.statements()
		if err != nil {
			return err
		}
		maps.Copy(statements, more)
		if err := fill(ctx, d.tx, long); err != nil {
			return err
		}
		// No memory for all rows of a table that a condition asks for.
		for _, setting := range []string{"enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off", "work_mem = '64kB'"} {
			if _, err := d.tx.ExecContext(ctx, "SET LOCAL "+setting); err != nil {
				return err
			}
		}
		keys, err := firstColumns(ctx, d.tx)
		if err != nil {
			return err
		}
		for name, statement := range statements {
			step, err := d.serverPlan(statement)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			read[name] = step.whole(keys, long)
		}
		return nil
	})
}

// A serverStep is a step of a plan of a server, with those that it takes its rows from.
type serverStep struct {
	Type      string       `json:"Node Type"`
	Name      string       `json:"Subplan Name"`
	Table     string       `json:"Relation Name"`
	Index     string       `json:"Index Name"`
	IndexCond string       `json:"Index Cond"`
	Plans     []serverStep `json:"Plans"`
}

// whole are those tables that a plan reads from end to end: without an index, or by one whose
// first column is not asked for. Of what is asked once, before all else, the first row is.
func (s serverStep) whole(firstColumns map[string]string, long []string) (tables []string) {
	if strings.HasPrefix(s.Name, "InitPlan") {
		return nil
	}
	scans := s.Type == "Seq Scan"
	if strings.Contains(s.Type, "Index") {
		scans = !partialIndex.MatchString(s.Index) && !regexp.MustCompile(`\b`+firstColumns[s.Index]+`\b`).MatchString(s.IndexCond)
	}
	if scans && slices.Contains(long, s.Table) {
		tables = append(tables, s.Table)
	}
	for _, p := range s.Plans {
		if p.Type == "Bitmap Index Scan" {
			p.Table = s.Table
		}
		tables = append(tables, p.whole(firstColumns, long)...)
	}
	return tables
}

// fill puts 20,000 rows of no meaning, with nothing open or odd, into each of the tables that
// there are of long.
func fill(ctx context.Context, tx store.Tx, long []string) error {
	const unbound = `DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname);
  END LOOP;
END $$`
	if _, err := tx.ExecContext(ctx, unbound); err != nil {
		return err
	}
	inserts, err := texts(ctx, tx, `SELECT t.tablename, FORMAT('INSERT INTO %s (%s) SELECT %s FROM generate_series(1, 20000) i', t.tablename,
       STRING_AGG(quote_ident(c.column_name), ', '),
       STRING_AGG(CASE WHEN c.column_name IN ('account_id', 'closed_run') THEN '1'
                       WHEN c.is_nullable = 'YES' THEN 'NULL'
                       WHEN c.column_name IN ('unanswered', 'unclaimed') THEN '0'
                       WHEN c.column_name = 'job' THEN quote_literal('nightly')
                       WHEN c.column_name IN ('trades', 'batches') THEN quote_literal('["1"]')
                       WHEN c.data_type = 'bigint' THEN 'i'
                       ELSE 'i::TEXT::' || c.data_type END, ', '))
FROM pg_tables t
JOIN information_schema.columns c ON c.table_schema = t.schemaname AND c.table_name = t.tablename AND c.is_generated = 'NEVER'
WHERE t.schemaname = current_schema()
GROUP BY t.tablename`)
	if err != nil {
		return err
	}
	for table, insert := range inserts {
		if !slices.Contains(long, table) {
			continue
		}
		if _, err := tx.ExecContext(ctx, insert); err != nil {
			return fmt.Errorf("%s: %w", insert, err)
		}
	}
	_, err = tx.ExecContext(ctx, "ANALYZE")
	return err
}

// firstColumns reads which column of each index comes first, but for the account and the job,
// which all rows are of.
func firstColumns(ctx context.Context, tx store.Tx) (map[string]string, error) {
	all, err := texts(ctx, tx, "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()")
	for index, definition := range all {
		for _, c := range regexp.MustCompile(`\w+`).FindAllString(definition[strings.Index(definition, "("):], -1) {
			if all[index] = c; c != "account_id" && c != "job" {
				break
			}
		}
	}
	return all, err
}

// texts reads rows of two texts.
func texts(ctx context.Context, tx store.Tx, statement string) (map[string]string, error) {
	rows, err := tx.QueryContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		all[key] = value
	}
	return all, rows.Err()
}

// serverPlan is how the server would run a statement whatever its parameters are.
func (d *decision) serverPlan(statement string) (serverStep, error) {
	statement, parameters := asked(statement)
	execute := "EXPLAIN (FORMAT JSON) EXECUTE planned"
	if parameters > 0 {
		execute += "('1'" + strings.Repeat(", '1'", parameters-1) + ")"
	}
	for _, s := range []string{"SET LOCAL plan_cache_mode = force_generic_plan", "PREPARE planned AS " + statement} {
		if _, err := d.tx.ExecContext(d.ctx, s); err != nil {
			return serverStep{}, err
		}
	}
	var text []byte
	rows, err := d.tx.QueryContext(d.ctx, execute)
	if err != nil {
		return serverStep{}, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&text); err != nil {
			return serverStep{}, err
		}
	}
	if err := rows.Err(); err != nil {
		return serverStep{}, err
	}
	var plans []struct{ Plan serverStep }
	if err := json.Unmarshal(text, &plans); err != nil || len(plans) != 1 {
		return serverStep{}, fmt.Errorf("a plan that does not read: %s: %w", text, err)
	}
	_, err = d.tx.ExecContext(d.ctx, "DEALLOCATE planned")
	return plans[0].Plan, err
}
