package workbook

import (
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// Labels are how the values of a closed list are shown.
type labels[K ~string] map[K]xlsx.Cell

// of is how a value is shown: one that is not in the list, as it is.
func (w labels[K]) of(value K) xlsx.Cell {
	if c, ok := w[value]; ok {
		return c
	}
	return xlsx.Text(string(value))
}

func severities() labels[ledger.Severity] {
	return labels[ledger.Severity]{
		ledger.Critical: xlsx.Styled("严重 critical", xlsx.StyleCritical),
		ledger.Error:    xlsx.Styled("错误 error", xlsx.StyleError),
		ledger.Warning:  xlsx.Styled("警告 warning", xlsx.StyleWarning),
	}
}
