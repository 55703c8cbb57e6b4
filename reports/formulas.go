package reports

import "strings"

// The formulas of the workbook. They compare what stands beside them and never
// compute money; "#" stands for the number of their row.
const (
	differenceFormula = `ROUND(C#-E#,2)`
	verdictFormula    = `IF(ROUND(C#-E#,2)=0,"✓","✗")`
)

// formulas are all that may stand in a cell.
func formulas() []string { return []string{differenceFormula, verdictFormula} }

// formulaOf is a formula in a row.
func formulaOf(formula, row string) string { return strings.ReplaceAll(formula, "#", row) }
