package lint_test

import (
	"flag"
	"testing"

	"reconcile/reports/internal/lint"
)

var workbook = flag.String("workbook", "", "a workbook that TestWorkbook lints")

// The workbook that .ci/check-workbook names has no fault that the linter knows.
func TestWorkbook(t *testing.T) {
	if *workbook == "" {
		t.Skip("no -workbook")
	}
	if err := lint.File(*workbook); err != nil {
		t.Error(err)
	}
}
