package workbook

import (
	"slices"
	"time"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// findingChoice lets people choose what became of a finding.
func findingChoice() xlsx.Entry {
	return choiceOf(slices.Concat(ledger.Decisions(), ledger.FindingActs(), []ledger.Decision{ledger.DecisionWithdrawn}), "选择一项；空白表示未说。销案、成功、失败须附凭据，失败另附错误码；撤回即收回先前之言。"+
		"Choose a word; empty says nothing. Dismiss, Succeeded and Failed need evidence, Failed a code. Withdrawn takes back.")
}

// findingChoices are the words that a finding's rule leaves to people, the same of every
// finding of a code.
func (b *builder) findingChoices() func(*ledger.Finding) []string {
	code, words := "", []string(nil)
	return func(f *ledger.Finding) []string {
		if f.Code != code || words == nil {
			code = f.Code
			words = texts(slices.Concat(ledger.Decisions(), f.Decisions(b.Acts(code)), []ledger.Decision{ledger.DecisionWithdrawn}))
		}
		return words
	}
}

// correctionChoice lets people choose what ends a hold.
func correctionChoice() xlsx.Entry {
	return choiceOf(ledger.HoldActs(), "准许：解除错误码或上限的暂缓，一次。另行退还：已用其他方式退还。未曾退款：确认此前无未知退款。"+
		"Allow: codes and caps, once. Elsewhere: given another way. Unrefunded: nothing unknown was refunded.")
}

func choiceOf(words []ledger.Decision, prompt string) xlsx.Entry {
	return xlsx.Entry{Kind: xlsx.AChoice, Title: "处理 Decision", Prompt: prompt, Choices: texts(words)}
}

// texts are decisions as they are offered.
func texts(words []ledger.Decision) (all []string) {
	for _, d := range words {
		all = append(all, decisionText(d))
	}
	return all
}

// untilEntry asks for the last day of an acceptance.
func (b *builder) untilEntry() xlsx.Entry {
	return xlsx.Entry{Kind: xlsx.ADay, From: b.Run.AsOf, Title: "截至 Until",
		Prompt: "接受至哪一天（含当日），如 2026-12-31。The last day of an acceptance, such as 2026-12-31."}
}

// amountEntry asks for an amount in yuan.
func amountEntry() xlsx.Entry {
	return xlsx.Entry{Kind: xlsx.SomeMoney, Title: "所定金额 Amount decided",
		Prompt: "准许或另行退还的金额，元，至多两位小数。The amount to allow, or that was given, in yuan with at most two decimals."}
}

// evidenceEntry and codeEntry ask for text: any is taken.
func evidenceEntry() xlsx.Entry {
	return xlsx.Entry{Kind: xlsx.AText, Title: "凭据 On evidence",
		Prompt: "何以知之，如客服工单号；销案等操作必填。How it is known, such as the number of a case; acts such as Dismiss need it."}
}

func codeEntry() xlsx.Entry {
	return xlsx.Entry{Kind: xlsx.AText, Title: "错误码 Answer code",
		Prompt: "失败时支付宝所给的错误码。The error code that Alipay gave, of a line that failed."}
}

// lastDay is the last day of an acceptance that stands.
func lastDay(f *ledger.Finding) xlsx.Cell {
	if f.Review == nil {
		return xlsx.InputDay(time.Time{})
	}
	return xlsx.InputDay(f.Review.LastDay())
}

// commentEntry and tickEntry say what is written there.
func commentEntry() xlsx.Entry {
	return xlsx.Entry{Kind: xlsx.AText, Title: "备注 Comment",
		Prompt: "查明的情况；接受须另填截至日。What was found out. An acceptance needs its last day in the column Until."}
}

func tickEntry() xlsx.Entry {
	return xlsx.Entry{Kind: xlsx.AChoice, Title: "复核 Tick", Choices: []string{"✓", "✗"},
		Prompt: "✓ 已复核；✗ 收回。✓ once it was checked; ✗ takes the tick back."}
}
