package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reconcile/ledger/schema"
	"reconcile/words"
)

// Tables that are counted by trade stand in partitions of the hash of trade_no. A statement
// stays local where the rows of a partition meet only rows of the partition that has the same
// trades, rows that are looked up by their trade, or tables that stand whole: then its cost is
// that of its partitions, wherever they are.

// Strays tells what the server would do with a statement beyond a partition; nothing where
// the statement stays local, or where nothing is in partitions. The statement is planned, for
// any values of its parameters, and not run.
func (db *DB) Strays(ctx context.Context, statement string) (strays []string, err error) {
	if db.citus {
		return db.handed(ctx, statement)
	}
	plan, err := db.explain(ctx, statement)
	if err != nil {
		return nil, err
	}
	tables, err := tradeTables()
	if err != nil {
		return nil, err
	}
	w := walker{byTrade: tables, shared: map[string]node{}}
	w.gather(plan)
	w.walk(plan)
	return w.strays, nil
}

// parameter is a parameter of a statement.
var parameter = regexp.MustCompile(`\$(\d+)`)

// explain returns the plan of a statement whatever its parameters are.
func (db *DB) explain(ctx context.Context, statement string) (plan node, err error) {
	var values []string
	for _, m := range parameter.FindAllStringSubmatch(statement, -1) {
		for n, _ := strconv.Atoi(m[1]); len(values) < n; {
			values = append(values, "'1'")
		}
	}
	execute := "EXPLAIN (FORMAT JSON) EXECUTE stray"
	if len(values) > 0 {
		execute += " (" + strings.Join(values, ", ") + ")"
	}
	c, err := db.read.Conn(ctx)
	if err != nil {
		return plan, translate(err)
	}
	defer c.Close()
	// What is prepared outlasts its transaction, and is there only where that came so far.
	defer func() { _, _ = c.ExecContext(ctx, "DEALLOCATE stray") }()
	tx, err := c.BeginTx(ctx, nil)
	if err != nil {
		return plan, translate(err)
	}
	defer tx.Rollback() // it has written nothing
	for _, prepare := range []string{"SET LOCAL plan_cache_mode = force_generic_plan", "PREPARE stray AS " + statement} {
		if _, err := tx.ExecContext(ctx, prepare); err != nil {
			return plan, translate(err)
		}
	}
	var text []byte
	if err := tx.QueryRowContext(ctx, execute).Scan(&text); err != nil {
		return plan, translate(err)
	}
	var plans []struct{ Plan node }
	if err := json.Unmarshal(text, &plans); err != nil || len(plans) != 1 {
		return plan, words.Errorf("a plan that does not read: %s: %w", text, err)
	}
	return plans[0].Plan, nil
}

// tradeTables are the tables that stand in partitions.
func tradeTables() (tables []string, err error) {
	texts, err := schema.Postgres()
	for _, text := range texts {
		tables = append(tables, tablesByTrade(text)...)
	}
	return tables, err
}

// A node is a step of a plan, with what it takes its rows from.
type node struct {
	Type       string   `json:"Node Type"`
	Relation   string   `json:"Relation Name"`
	CTE        string   `json:"CTE Name"`
	Parent     string   `json:"Parent Relationship"`
	Subplan    string   `json:"Subplan Name"`
	Mode       string   `json:"Partial Mode"`
	GroupKey   []string `json:"Group Key"`
	IndexCond  string   `json:"Index Cond"`
	Recheck    string   `json:"Recheck Cond"`
	FilterCond string   `json:"Filter"`
	Plans      []node
}

// A walker looks for steps that rows of several partitions meet in.
type walker struct {
	byTrade []string
	shared  map[string]node // by name, what is read more than once
	strays  []string
}

// gather finds what is read more than once.
func (w *walker) gather(n node) {
	if name, ok := strings.CutPrefix(n.Subplan, "CTE "); ok {
		w.shared[name] = n
	}
	for _, p := range n.Plans {
		w.gather(p)
	}
}

// walk tells of a step and of all below it.
func (w *walker) walk(n node) {
	switch {
	case strings.Contains(n.Type, "Join") || n.Type == "Nested Loop":
		w.walkJoin(n)
	case slices.Contains([]string{"Aggregate", "Group", "Unique", "WindowAgg", "SetOp"}, n.Type) && (n.Mode == "" || n.Mode == "Simple"):
		if free := w.free(n); len(free) > 0 && (len(n.GroupKey) > 0 || n.Type != "Aggregate") {
			w.stray("groups %s by %s above the partitions", free, columns(n.GroupKey))
		}
	}
	for _, p := range n.Plans {
		if free := w.free(p); p.Parent == "SubPlan" && len(free) > 0 {
			w.stray("asks every partition of %s for each row%s", free, "")
		}
		w.walk(p)
	}
}

// columns are the names of columns without those of their tables.
func columns(keys []string) string {
	var names []string
	for _, key := range keys {
		names = append(names, key[strings.LastIndex(key, ".")+1:])
	}
	return strings.Join(names, ", ")
}

// walkJoin tells of a join of which both sides are rows of several partitions.
func (w *walker) walkJoin(n node) {
	var sides [][]string
	for _, p := range n.Plans {
		if p.Parent == "Outer" || p.Parent == "Inner" {
			sides = append(sides, w.free(p))
		}
	}
	if len(sides) == 2 && len(sides[0]) > 0 && len(sides[1]) > 0 {
		w.stray("joins %s with %s above the partitions", sides[0], strings.Join(sides[1], ", "))
	}
}

func (w *walker) stray(format string, tables []string, other string) {
	told := fmt.Sprintf(format, strings.Join(tables, ", "), other)
	if !slices.Contains(w.strays, told) {
		w.strays = append(w.strays, told)
	}
}

// free are the tables of which a step takes rows of more than one partition without looking
// for a trade.
func (w *walker) free(n node) (tables []string) {
	partitions := map[string]bool{}
	w.scanned(n, partitions)
	seen := map[string]int{}
	for partition := range partitions {
		table := partition[:strings.LastIndex(partition, "_")]
		if seen[table]++; seen[table] == 2 {
			tables = append(tables, table)
		}
	}
	slices.Sort(tables)
	return tables
}

// partition is the name of one: that of its table and a number.
var partition = regexp.MustCompile(`^(\w+)_\d+$`)

// scanned adds the partitions that a step takes rows of.
func (w *walker) scanned(n node, partitions map[string]bool) {
	if n.Type == "CTE Scan" {
		n = w.shared[n.CTE]
	}
	if m := partition.FindStringSubmatch(n.Relation); m != nil && slices.Contains(w.byTrade, m[1]) && !n.looksUp() {
		partitions[n.Relation] = true
	}
	for _, p := range n.Plans {
		if p.Parent != "SubPlan" && p.Parent != "InitPlan" {
			w.scanned(p, partitions)
		}
	}
}

// looksUp reports whether a scan asks for one trade, that of a row of another step.
func (n node) looksUp() bool {
	return strings.Contains(n.IndexCond+n.Recheck+n.FilterCond, "trade_no = ")
}
