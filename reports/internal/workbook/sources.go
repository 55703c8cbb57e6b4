package workbook

import (
	"cmp"
	"strconv"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// A sourceRow is one input file, by its place among those of the run.
type sourceRow struct {
	*ledger.RunFile
	place int
}

// writeSources lists the input files by the numbers that evidence names them by, and leads
// from each to what names it.
func (b *builder) writeSources() error {
	list := make([]sourceRow, len(b.facts.files))
	for i := range list {
		list[i] = sourceRow{&b.facts.files[i], i}
	}
	return xlsx.WriteTable(b.book, xlsx.Table[sourceRow]{
		Name:    sourcesSheet,
		Layout:  xlsx.Layout{Colour: "FF7F7F7F", Frozen: 3, Printed: printedSources},
		Columns: b.sourceColumns(),
		Empty:   b.Say("No file was read.", "没有读取任何文件。"),
		Foot:    b.sourceSums,
	}, xlsx.Rows(list))
}

// printedSources is how many columns of the sources go on paper: up to the digest.
const printedSources = 13

func (b *builder) sourceColumns() []xlsx.Column[sourceRow] {
	type r = sourceRow
	kinds := sourceKinds()
	return []xlsx.Column[r]{
		xlsx.Col("来源号 No", 9, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(sourceNo(r.place)) }),
		xlsx.Col("类别 Kind", 19, xlsx.StylePlain, func(r *r) xlsx.Cell { return kinds.of(r.Kind) }),
		xlsx.Col("文件 File", 38, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(r.Path) }),
		xlsx.Col("异常 Findings", 12, xlsx.StyleCount, func(r *r) xlsx.Cell { return countIfAny(b.cited[r.place].findings).To(b.cited[r.place].first) }),
		xlsx.Col("行数 Lines", 10, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Lines) }),
		xlsx.Col("有效 Accepted", 13, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Accepted) }),
		xlsx.Col("重复 Duplicate", 14, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Duplicate) }),
		xlsx.Col("拒绝 Rejected", 12, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Rejected).To(b.rejectedRows[r.place]) }),
		xlsx.Col("忽略 Ignored", 12, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Ignored) }),
		xlsx.Col("最早 First (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.First) }),
		xlsx.Col("最晚 Last (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.Last) }),
		xlsx.Col("说明 Note", 30, xlsx.StyleWrapped, b.sourceNote),
		xlsx.Col("摘要 SHA-256", 40, xlsx.StyleDigest, func(r *r) xlsx.Cell { return xlsx.Text(r.SHA256) }),
		xlsx.Col("多余参数 Extra", 12, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Extra) }),
		xlsx.Col("字节 Bytes", 15, xlsx.StyleCount, func(r *r) xlsx.Cell { return xlsx.Count(r.Size) }),
		xlsx.Col("编码 Charset", 12, xlsx.StylePlain, func(r *r) xlsx.Cell { return xlsx.Text(r.Charset) }),
		xlsx.Col("编码依据 Found by", 25, xlsx.StylePlain, func(r *r) xlsx.Cell { return xlsx.Text(b.foundBy(r.How)) }),
	}
}

// countIfAny is a count, and nothing for 0, so that the few that are there are seen.
func countIfAny(n int64) xlsx.Cell {
	if n == 0 {
		return xlsx.Cell{}
	}
	return xlsx.Count(n)
}

// sourceSums adds up the lines of all files.
func (b *builder) sourceSums() [][]xlsx.Cell {
	var sum ledger.Counts
	for _, f := range b.facts.files {
		sum = sum.Add(f.Counts)
	}
	return [][]xlsx.Cell{{xlsx.Text("合计 Total"), {}, {}, {}, xlsx.Count(sum.Lines), xlsx.Count(sum.Accepted), xlsx.Count(sum.Duplicate), xlsx.Count(sum.Rejected), xlsx.Count(sum.Ignored)}}
}

// foundBy says how the charset of a file was found; the importer says it in English.
func (b *builder) foundBy(how string) string {
	zh := map[string]string{"valid UTF-8": "内容为有效 UTF-8", "byte order mark": "字节顺序标记", "not UTF-8, valid GB18030": "非 UTF-8，为有效 GB18030"}[how]
	return b.Say(how, cmp.Or(zh, how))
}

func sourceKinds() labels[ledger.Kind] {
	return labels[ledger.Kind]{
		ledger.Notify:   xlsx.Text("通知 notify"),
		ledger.Orders:   xlsx.Text("订单 orders"),
		ledger.Requests: xlsx.Text("请求 requests"),
		ledger.Bills:    xlsx.Text("账单 bills"),
		ledger.Answers:  xlsx.Text("查询应答 answers"),
	}
}

func (b *builder) sourceNote(r *sourceRow) xlsx.Cell {
	switch {
	case r.Refused != "":
		return xlsx.Text(b.Say("refused: ", "整份被拒：") + r.Refused)
	case r.Unread != "":
		return xlsx.Text(b.Say("not read: ", "未读：") + r.Unread)
	case r.Left > 0:
		n := strconv.FormatInt(r.Left, 10)
		return xlsx.Text(b.Say("its last line has no end: "+n+" bytes are left to a later run", "末行没有行结束符："+n+" 字节留待以后的运行"))
	case r.Unchanged:
		return xlsx.Text(b.Say("unchanged: an earlier run has read it", "未变：此前的运行已读过"))
	}
	return xlsx.Text("")
}
