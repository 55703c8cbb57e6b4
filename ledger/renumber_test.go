package ledger_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"reconcile/ledger/schema"
)

// TestRenumberMovesAll asks of every table with rows of runs that those of a run that is not
// decided yet move along when it gets another number.
func TestRenumberMovesAll(t *testing.T) {
	code, err := os.ReadFile("run.go")
	if err != nil {
		t.Fatal(err)
	}
	moved := map[string]bool{}
	for name, text := range statements(t) {
		if m := regexp.MustCompile(`^UPDATE "?(\w+)"? SET run_id = \$1 WHERE run_id = \$2`).FindStringSubmatch(strings.TrimSpace(text)); m != nil {
			of := strings.TrimSuffix(name[strings.LastIndex(name, "/")+1:], ".sql")
			moved[m[1]] = strings.Contains(string(code), `"`+of+`"`)
		}
	}
	// Rows that come with the decision or after it are of no run that is renumbered.
	decided := []string{"run_gap", "run_file", "run_part", "run_tally", "run_cover", "correction", "review", "approval", "release", "emitted"}
	tables := strings.Split(schema.NewSQLite(), "\nCREATE ")
	for _, text := range tables {
		m := regexp.MustCompile(`^TABLE "?(\w+)"?`).FindStringSubmatch(text)
		if m != nil && strings.Contains(text, "REFERENCES run (run_id)") && !moved[m[1]] && !slices.Contains(decided, m[1]) {
			t.Errorf("rows of table %s stay with the number before", m[1])
		}
	}
	if len(moved) < 7 || len(tables) < 50 {
		t.Errorf("%d statements and %d parts of the schema were looked at", len(moved), len(tables))
	}
}
