package workbook

import (
	"iter"
	"path"
	"strconv"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// maxRejects is how many rejected lines the workbook shows.
const maxRejects = 1_000

// A sourceRow is one input file, or one line of one that was rejected.
type sourceRow struct {
	file   *ledger.RunFile
	reject ledger.Reject
	notice bool  // it is a line of notifications
	more   int64 // rejected lines that are not shown
}

func (b *builder) writeSources(rejects iter.Seq2[ledger.Reject, error]) error {
	return xlsx.WriteTable(b.book, xlsx.Table[sourceRow]{
		Name:    sourcesSheet,
		Layout:  xlsx.Layout{Colour: "FF7F7F7F", Frozen: 2, Wide: true},
		Columns: b.sourceColumns(),
	}, sourceRows(b.facts.files, rejects))
}

func sourceRows(files []ledger.RunFile, rejects iter.Seq2[ledger.Reject, error]) iter.Seq2[sourceRow, error] {
	return func(yield func(sourceRow, error) bool) {
		for i := range files {
			if !yield(sourceRow{file: &files[i]}, nil) {
				return
			}
		}
		notices := noticeFiles(files)
		var n int64
		for r, err := range rejects {
			if err != nil {
				yield(sourceRow{}, err)
				return
			}
			if n++; n <= maxRejects && !yield(sourceRow{reject: r, notice: notices.hold(r.File)}, nil) {
				return
			}
		}
		if n > maxRejects {
			yield(sourceRow{more: n - maxRejects}, nil)
		}
	}
}

// noticePaths are the files of notifications.
type noticePaths map[string]bool

func noticeFiles(files []ledger.RunFile) noticePaths {
	paths := noticePaths{}
	for _, f := range files {
		paths[f.Path] = f.Kind == ledger.Notify
	}
	return paths
}

// hold reports whether a line is of notifications, by its file; that of an archive's
// member is below the archive.
func (n noticePaths) hold(file string) bool {
	for {
		notice, known := n[file]
		up := path.Dir(file)
		if known || up == file {
			return notice
		}
		file = up
	}
}

func (b *builder) sourceColumns() []xlsx.Column[sourceRow] {
	type r = sourceRow
	// of shows a column only where the row is a file.
	of := func(value func(*ledger.RunFile) xlsx.Cell) func(*r) xlsx.Cell {
		return func(r *r) xlsx.Cell {
			if r.file == nil {
				return xlsx.Text("")
			}
			return value(r.file)
		}
	}
	return []xlsx.Column[r]{
		xlsx.Col("类别 Kind", 17, xlsx.StylePlain, sourceKind),
		xlsx.Col("文件 File", 38, xlsx.StyleWrapped, func(r *r) xlsx.Cell {
			if r.file != nil {
				return xlsx.Text(r.file.Path)
			}
			return xlsx.Text(r.reject.File)
		}),
		xlsx.Col("行号 Line", 11, xlsx.StyleCount, func(r *r) xlsx.Cell {
			if r.reject.Line == 0 {
				return xlsx.Cell{}
			}
			return xlsx.Count(r.reject.Line)
		}),
		xlsx.Col("说明 Note", 40, xlsx.StyleWrapped, b.sourceNote),
		xlsx.Col("最早 First (UTC+8)", 20, xlsx.StyleMoment, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Moment(f.First) })),
		xlsx.Col("最晚 Last (UTC+8)", 20, xlsx.StyleMoment, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Moment(f.Last) })),
		xlsx.Col("行数 Lines", 11, xlsx.StyleCount, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Count(f.Lines) })),
		xlsx.Col("采纳 Accepted", 12, xlsx.StyleCount, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Count(f.Accepted) })),
		xlsx.Col("重复 Duplicate", 12, xlsx.StyleCount, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Count(f.Duplicate) })),
		xlsx.Col("拒绝 Rejected", 12, xlsx.StyleCount, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Count(f.Rejected) })),
		xlsx.Col("忽略 Ignored", 12, xlsx.StyleCount, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Count(f.Ignored) })),
		xlsx.Col("附加参数 Extra", 12, xlsx.StyleCount, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Count(f.Extra) })),
		xlsx.Col("字节 Bytes", 15, xlsx.StyleCount, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Count(f.Size) })),
		xlsx.Col("编码 Charset", 12, xlsx.StylePlain, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Text(f.Charset) })),
		xlsx.Col("编码依据 Found by", 25, xlsx.StylePlain, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Text(f.How) })),
		xlsx.Col("摘要 SHA-256", 40, xlsx.StyleDigest, of(func(f *ledger.RunFile) xlsx.Cell { return xlsx.Text(f.SHA256) })),
	}
}

func sourceKind(r *sourceRow) xlsx.Cell {
	if r.file == nil {
		if r.notice {
			return xlsx.Styled("拒绝通知 rejected notification", xlsx.StyleMuted)
		}
		return xlsx.Styled("拒绝行 rejected row", xlsx.StyleMuted)
	}
	return words[ledger.Kind]{
		ledger.Notify:   xlsx.Text("通知 notify"),
		ledger.Orders:   xlsx.Text("订单 orders"),
		ledger.Requests: xlsx.Text("请求 requests"),
		ledger.Bills:    xlsx.Text("账单 bills"),
		ledger.Answers:  xlsx.Text("查询应答 answers"),
	}.of(r.file.Kind)
}

func (b *builder) sourceNote(r *sourceRow) xlsx.Cell {
	switch {
	case r.more > 0:
		n := strconv.FormatInt(r.more, 10)
		return xlsx.Text(b.Say(n+" more rejected lines: see rejects.jsonl", "另有 "+n+" 行被拒，见 rejects.jsonl"))
	case r.file == nil:
		return xlsx.Text(r.reject.Reason)
	case r.file.Refused != "":
		return xlsx.Text(b.Say("refused: ", "整份被拒：") + r.file.Refused)
	case r.file.Unread != "":
		return xlsx.Text(b.Say("not read: ", "未读：") + r.file.Unread)
	case r.file.Left > 0:
		n := strconv.FormatInt(r.file.Left, 10)
		return xlsx.Text(b.Say("its last line has no end: "+n+" bytes are left to a later run", "末行没有行结束符："+n+" 字节留待以后的运行"))
	case r.file.Unchanged:
		return xlsx.Text(b.Say("unchanged: an earlier run has read it", "未变：此前的运行已读过"))
	}
	return xlsx.Text("")
}
