package importers

import (
	"io"

	"reconcile/importers/answers"
	"reconcile/importers/files"
	"reconcile/ledger"
)

// previewAnswers reads a file as answers of queries. most is how many lines are read, 0
// for all.
func previewAnswers(name string, most int64) (taken Taken, err error) {
	in, err := files.Open(name, false)
	if err != nil {
		return taken, err
	}
	defer in.Close()
	taken.Packing = in.Packing.String()
	parts, err := in.Parts(0, in.Size(), false)
	if err != nil {
		return taken, err
	}
	for _, p := range parts {
		part, err := previewAnswerPart(p, most)
		if err != nil {
			return taken, files.InMember(p.Name, err)
		}
		taken.Parts = append(taken.Parts, part)
	}
	return taken, nil
}

func previewAnswerPart(p files.Part, most int64) (TakenPart, error) {
	out := TakenPart{Name: p.Name, As: "answers of queries"}
	err := out.decode(p, func(text io.Reader) error { return out.readAnswers(text, most) })
	return out, err
}

// readAnswers counts what is in a text of answers.
func (t *TakenPart) readAnswers(text io.Reader, most int64) error {
	for line, err := range answers.Read(text) {
		if err != nil {
			return err
		}
		if t.More = most > 0 && t.Lines == most; t.More {
			break
		}
		t.count(line.Verdict)
		for _, a := range line.Answers {
			t.showAnswer(line.Number, a)
		}
		if line.Reason != "" && len(t.Reasons) < previewRows {
			t.Reasons = append(t.Reasons, TakenReason{line.Number, line.Reason})
		}
	}
	return nil
}

func (t *TakenPart) showAnswer(line int64, a ledger.Answer) {
	t.show(TakenRow{Line: line, Type: "answer", TradeNo: a.Result.TradeNo, Amount: a.Result.Amount.String(), BatchNo: a.BatchNo, Status: a.Result.Code})
}

// holdsAnswers reports whether an answer about a refund was read in a file.
func holdsAnswers(taken Taken) bool {
	for _, p := range taken.Parts {
		if p.Read > 0 {
			return true
		}
	}
	return false
}
