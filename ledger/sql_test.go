package ledger_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"reconcile/ledger"
)

// statements are the texts of every .sql file that is run, without comments.
func statements(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"rules/*.sql", "query/*.sql"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no files match %s: %v", pattern, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if m := regexp.MustCompile(`(?m)^-- after: (\w+)`).FindSubmatch(b); m != nil {
				before, err := os.ReadFile("query/" + string(m[1]) + ".sql")
				if err != nil {
					t.Fatal(err)
				}
				b = append(before, b...)
			}
			all[f] = regexp.MustCompile(`(?m)^--.*$`).ReplaceAllString(string(b), "")
		}
	}
	return all
}

// SQLite numbers $1, $2, … by their first appearance, other engines by their
// digits: both agree only where first appearances ascend.
func TestParametersAscend(t *testing.T) {
	for file, text := range statements(t) {
		next := 1
		for _, m := range regexp.MustCompile(`\$(\d+)`).FindAllStringSubmatch(text, -1) {
			n, _ := strconv.Atoi(m[1])
			if n > next {
				t.Errorf("%s: $%d appears before $%d", file, n, next)
			}
			if n == next {
				next++
			}
		}
	}
}

// One text serves SQLite and PostgreSQL.
func TestNoDialect(t *testing.T) {
	banned := regexp.MustCompile(`(?i)\b(merge|for update|skip locked|temp|temporary|advisory|rollup|grouping sets|recursive|serial|identity|now\(|truncate|current_timestamp|datetime|strftime|julianday|random|ifnull|glob|replace into|insert or|total\(|group_concat|rowid)\b|::|"`)
	for file, text := range statements(t) {
		if m := banned.FindString(text); m != "" {
			t.Errorf("%s: %q is of one dialect, or reads a clock", file, m)
		}
	}
}

// Sums of whole numbers are NUMERIC elsewhere: they are cast where they are summed.
func TestSumsAreCast(t *testing.T) {
	bare := regexp.MustCompile(`(?i)(^|[^(])\bsum\(`)
	for file, text := range statements(t) {
		for _, line := range strings.Split(text, "\n") {
			if m := bare.FindString(line); m != "" {
				t.Errorf("%s: a SUM without CAST: %s", file, strings.TrimSpace(line))
			}
		}
	}
}

func TestRules(t *testing.T) {
	rules, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	if len(rules) != 44 {
		t.Errorf("%d rules, want the 44 of the contract", len(rules))
	}
	seen := map[string]bool{}
	for _, r := range rules {
		if seen[r.Code] {
			t.Errorf("rule %s stands twice", r.Code)
		}
		seen[r.Code] = true
	}
}
