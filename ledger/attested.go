package ledger

import (
	"context"
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// Attested is what of totals rests on the word of people (contract 4.4) and on no evidence
// that was read: results that an act tells, SUCCESS and failures among them, and what buyers
// were given another way, or have forgone, which is in no other total.
type Attested struct {
	Results         int64        `json:"results"`
	SuccessAmount   alipay.Money `json:"success_amount"`
	FailedResults   int64        `json:"failed_results"`
	ElsewhereAmount alipay.Money `json:"elsewhere_amount"`
}

// attestedOf is what the columns of a table say.
func attestedOf(results, failed, fen, elsewhereFen int64) Attested {
	return Attested{results, alipay.Fen(fen), failed, alipay.Fen(elsewhereFen)}
}

// readAttested returns what people attest of an account, by their acts.
func readAttested(ctx context.Context, db store.Runner, account int64) (Attested, error) {
	var results, failed, fen, elsewhereFen int64
	err := store.QueryRow(ctx, db, "attested_sum", []any{account}, &results, &failed, &fen, &elsewhereFen)
	return attestedOf(results, failed, fen, elsewhereFen), err
}

// IsZero reports whether nothing rests on the word of people.
func (a Attested) IsZero() bool {
	return a.Results == 0 && a.SuccessAmount.Sign() == 0 && a.FailedResults == 0 && a.ElsewhereAmount.Sign() == 0
}

// Plus adds what else people attest.
func (a Attested) Plus(b Attested) Attested {
	return Attested{a.Results + b.Results, a.SuccessAmount.Add(b.SuccessAmount), a.FailedResults + b.FailedResults, a.ElsewhereAmount.Add(b.ElsewhereAmount)}
}

// AddResult adds a result that a person attests.
func (a *Attested) AddResult(code string, amount alipay.Money) {
	a.Results++
	if code == alipay.Success {
		a.SuccessAmount = a.SuccessAmount.Add(amount)
	} else {
		a.FailedResults++
	}
}

// Text is what people attest in one line of a language, "en" or "zh"; empty for nothing.
func (a Attested) Text(language string) string {
	results, refunded, failed, elsewhere, comma := "%d results", "%s refunded", "%d failed", "%s given elsewhere", ", "
	if language == "zh" {
		results, refunded, failed, elsewhere, comma = "结果 %d 项", "已退 %s", "失败 %d 项", "另行给付 %s", "，"
	} else if a.Results == 1 {
		results = "%d result"
	}
	var parts []string
	if a.Results > 0 {
		parts = append(parts, fmt.Sprintf(results, a.Results), fmt.Sprintf(refunded, a.SuccessAmount.Grouped()), fmt.Sprintf(failed, a.FailedResults))
	}
	if a.ElsewhereAmount.Sign() != 0 {
		parts = append(parts, fmt.Sprintf(elsewhere, a.ElsewhereAmount.Grouped()))
	}
	return strings.Join(parts, comma)
}

// String is what the chain of runs and verify say of it.
func (a Attested) String() string {
	return fmt.Sprintf("%d %s %d %s", a.Results, a.SuccessAmount, a.FailedResults, a.ElsewhereAmount)
}
