package importers

import (
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
	enc, err := files.DetectEncoding(p.Reopen)
	if err != nil {
		return out, err
	}
	out.Charset, out.How = enc.Name, enc.How
	r, err := p.Open(nil)
	if err != nil {
		return out, err
	}
	defer r.Close()
	for line, err := range answers.Read(enc.NewReader(r)) {
		if err != nil {
			return out, err
		}
		if out.More = most > 0 && out.Lines == most; out.More {
			break
		}
		out.count(line.Verdict)
		for _, a := range line.Answers {
			out.showAnswer(line.Number, a)
		}
		if line.Reason != "" && len(out.Reasons) < previewRows {
			out.Reasons = append(out.Reasons, TakenReason{line.Number, line.Reason})
		}
	}
	return out, nil
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
