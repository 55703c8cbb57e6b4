package reports

import (
	"iter"
	"strconv"

	"reconcile/ledger"
)

// maxRejects is how many rejected lines the workbook shows.
const maxRejects = 1_000

// A sourceRow is one input file, or one line of one that was rejected.
type sourceRow struct {
	file   *ledger.RunFile
	reject ledger.Reject
	more   int64 // rejected lines that are not shown
}

func (b *builder) writeSources(rejects iter.Seq2[ledger.Reject, error]) error {
	return fill(b.book, table[sourceRow]{
		name:    sourcesSheet,
		layout:  layout{colour: "FF7F7F7F", frozen: 2, wide: true},
		columns: b.sourceColumns(),
	}, sourceRows(b.facts.files, rejects))
}

func sourceRows(files []ledger.RunFile, rejects iter.Seq2[ledger.Reject, error]) iter.Seq2[sourceRow, error] {
	return func(yield func(sourceRow, error) bool) {
		for i := range files {
			if !yield(sourceRow{file: &files[i]}, nil) {
				return
			}
		}
		var n int64
		for r, err := range rejects {
			if err != nil {
				yield(sourceRow{}, err)
				return
			}
			if n++; n <= maxRejects && !yield(sourceRow{reject: r}, nil) {
				return
			}
		}
		if n > maxRejects {
			yield(sourceRow{more: n - maxRejects}, nil)
		}
	}
}

func (b *builder) sourceColumns() []column[sourceRow] {
	type r = sourceRow
	// of shows a column only where the row is a file.
	of := func(value func(*ledger.RunFile) cell) func(*r) cell {
		return func(r *r) cell {
			if r.file == nil {
				return textCell("")
			}
			return value(r.file)
		}
	}
	return []column[r]{
		newColumn("类别 Kind", 17, asPlain, sourceKind),
		newColumn("文件 File", 38, asWrapped, func(r *r) cell {
			if r.file != nil {
				return textCell(r.file.Path)
			}
			return textCell(r.reject.File)
		}),
		newColumn("行号 Line", 11, asCount, func(r *r) cell {
			if r.reject.Line == 0 {
				return cell{}
			}
			return countCell(r.reject.Line)
		}),
		newColumn("说明 Note", 40, asWrapped, b.sourceNote),
		newColumn("最早 First (UTC+8)", 20, asMoment, of(func(f *ledger.RunFile) cell { return momentCell(f.First) })),
		newColumn("最晚 Last (UTC+8)", 20, asMoment, of(func(f *ledger.RunFile) cell { return momentCell(f.Last) })),
		newColumn("行数 Lines", 11, asCount, of(func(f *ledger.RunFile) cell { return countCell(f.Lines) })),
		newColumn("采纳 Accepted", 12, asCount, of(func(f *ledger.RunFile) cell { return countCell(f.Accepted) })),
		newColumn("重复 Duplicate", 12, asCount, of(func(f *ledger.RunFile) cell { return countCell(f.Duplicate) })),
		newColumn("拒绝 Rejected", 12, asCount, of(func(f *ledger.RunFile) cell { return countCell(f.Rejected) })),
		newColumn("忽略 Ignored", 12, asCount, of(func(f *ledger.RunFile) cell { return countCell(f.Ignored) })),
		newColumn("附加参数 Extra", 12, asCount, of(func(f *ledger.RunFile) cell { return countCell(f.Extra) })),
		newColumn("字节 Bytes", 15, asCount, of(func(f *ledger.RunFile) cell { return countCell(f.Size) })),
		newColumn("编码 Charset", 12, asPlain, of(func(f *ledger.RunFile) cell { return textCell(f.Charset) })),
		newColumn("编码依据 Found by", 25, asPlain, of(func(f *ledger.RunFile) cell { return textCell(f.How) })),
		newColumn("摘要 SHA-256", 40, asDigest, of(func(f *ledger.RunFile) cell { return textCell(f.SHA256) })),
	}
}

func sourceKind(r *sourceRow) cell {
	if r.file == nil {
		return markedCell("拒绝行 rejected", asMuted)
	}
	switch r.file.Kind {
	case ledger.Notify:
		return textCell("通知 notify")
	case ledger.Orders:
		return textCell("订单 orders")
	case ledger.Requests:
		return textCell("请求 requests")
	case ledger.Bills:
		return textCell("账单 bills")
	}
	return textCell(string(r.file.Kind))
}

func (b *builder) sourceNote(r *sourceRow) cell {
	switch {
	case r.more > 0:
		n := strconv.FormatInt(r.more, 10)
		return textCell(b.say(n+" more rejected lines: see rejects.jsonl", "另有 "+n+" 行被拒，见 rejects.jsonl"))
	case r.file == nil:
		return textCell(r.reject.Reason)
	case r.file.Refused != "":
		return textCell(b.say("refused: ", "整份被拒：") + r.file.Refused)
	case r.file.Unchanged:
		return textCell(b.say("unchanged: an earlier run has read it", "未变：此前的运行已读过"))
	}
	return textCell("")
}
