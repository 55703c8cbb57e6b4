package announce

import (
	"fmt"
	"path/filepath"
	"strings"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
)

// say picks the sentence of the job's language.
func (e *Event) say(en, zh string) string {
	if e.Language == "zh" {
		return zh
	}
	return en
}

// verdict is the outcome in a word, for people.
func (e *Event) verdict() string {
	words := map[string][2]string{
		"test": {"test", "测试"}, "clean": {"clean", "正常"}, "findings": {"findings", "有异常"},
		"incomplete": {"incomplete", "输入不全"}, "locked": {"not made", "未运行"}, "failed": {"FAILED", "失败"},
	}
	word := words[e.outcome()]
	return e.say(word[0], word[1])
}

// outcome is the outcome in a word, for programs.
func (e *Event) outcome() string {
	switch {
	case e.Test:
		return "test"
	case e.Exit == exit.Done:
		return "clean"
	case e.Exit == exit.Findings:
		return "findings"
	case e.Exit == exit.Incomplete:
		return "incomplete"
	case e.Exit == exit.Locked:
		return "locked"
	}
	return "failed"
}

// headline is the event in one line: verdict, job, day and numbers.
func (e *Event) headline() string {
	return fmt.Sprintf("[%s] %s %s: %s", e.verdict(), e.Job, e.day(), e.numbers())
}

// numbers is the outcome in a few words.
func (e *Event) numbers() string {
	switch {
	case e.Test:
		return e.say("a message to try this address; no run was made", "测试消息，没有运行对账")
	case e.Exit == exit.Locked:
		return e.say("another run holds the ledger", "账本被另一次运行占用")
	case !e.Reported:
		return e.say("the run failed and left no report", "运行失败，没有生成报告")
	}
	text := e.say("no open findings", "没有未结异常")
	if all := e.findings(); all > 0 {
		text = fmt.Sprintf(e.say("%s, %d critical", "未结异常 %s 项，其中严重 %d 项"), e.say(terminal.Count(all, "open finding"), fmt.Sprint(all)), e.open(ledger.Critical))
	}
	if e.Missing != "" {
		text += "; " + e.Missing
	}
	return text
}

// todo is what a person has to do now, a sentence each.
func (e *Event) todo() []string {
	if e.Test {
		return nil
	}
	if !e.Reported {
		return []string{e.remedy()}
	}
	var list []string
	if e.Exit == exit.Incomplete {
		list = append(list, e.say("complete the input, then: ", "补全输入，然后运行：")+"reconcile run"+e.Flags)
	}
	if e.findings() > 0 {
		list = append(list, e.say("look into the open findings, the worst first: ", "处理未结异常，先处理最严重的：")+"reconcile findings"+e.Flags)
	}
	for _, b := range e.Batches {
		list = append(list, e.batchTask(b))
	}
	return list
}

// remedy is what to do about a run that failed.
func (e *Event) remedy() string {
	switch e.Exit {
	case exit.Locked:
		return e.say("wait for the other run to end, then: ", "等待另一次运行结束，然后运行：") + "reconcile run" + e.Flags
	case exit.Usage:
		return e.say("mend the configuration: ", "更正配置：") + "reconcile check"
	}
	return e.say("mend the cause, then: ", "排除原因，然后运行：") + "reconcile run" + e.Flags
}

// batchTask is what to do with a batch or a proposal.
func (e *Event) batchTask(b ledger.Batch) string {
	lines := e.say(terminal.Count(int64(len(b.Lines)), "line"), fmt.Sprintf("%d 笔", len(b.Lines)))
	account := e.Run.Policy.Header.Account
	if b.Unsigned != "" {
		return fmt.Sprintf(e.say("read proposal %s of account %s (%s, %s), which is not signed (%s): reconcile batch show %s", "审核账户 %[2]s 的建议批次 %[1]s（%[3]s，%[4]s），尚未签名（%[5]s）：reconcile batch show %[6]s"),
			b.Proposal, account, lines, b.Total, b.Unsigned, b.Proposal)
	}
	return fmt.Sprintf(e.say("submit batch %s of account %s (%s, %s), which Alipay takes on %s alone: open %s", "提交账户 %[2]s 的批次 %[1]s（%[3]s，%[4]s），支付宝只在 %[5]s 当天受理：打开 %[6]s"),
		b.BatchNo, account, lines, b.Total, dateOf(b.At), filepath.Join(e.Folder, "batches", b.BatchNo+".html"))
}

// MaxChat is how long a chat message may be, in bytes: WeCom takes 2048.
const MaxChat = 2048

// cutText is a text of at most size bytes, with a mark where it was cut.
func cutText(s string, size int) string {
	if len(s) <= size {
		return s
	}
	return strings.ToValidUTF8(s[:size-len("…")], "") + "…"
}

// day is the day that the run is about: that of its as-of, or where there is
// none the one on which it ended.
func (e *Event) day() string {
	if e.Run.ID != 0 {
		return dateOf(e.Run.AsOf)
	}
	return dateOf(e.Ended)
}
