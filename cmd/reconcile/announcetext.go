package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"reconcile/ledger"
)

// say picks the sentence of the job's language.
func (n *news) say(en, zh string) string {
	if n.language == "zh" {
		return zh
	}
	return en
}

// verdict is the outcome in a word, for people.
func (n *news) verdict() string {
	switch n.word() {
	case "test":
		return n.say("test", "测试")
	case "clean":
		return n.say("clean", "正常")
	case "findings":
		return n.say("findings", "有异常")
	case "incomplete":
		return n.say("incomplete", "输入不全")
	case "locked":
		return n.say("not made", "未运行")
	}
	return n.say("FAILED", "失败")
}

// word is the outcome in a word, for programs.
func (n *news) word() string {
	switch {
	case n.test:
		return "test"
	case n.exit == exitDone:
		return "clean"
	case n.exit == exitFindings:
		return "findings"
	case n.exit == exitIncomplete:
		return "incomplete"
	case n.exit == exitLocked:
		return "locked"
	}
	return "failed"
}

// headline is the news in one line: verdict, job, day and numbers.
func (n *news) headline() string {
	return fmt.Sprintf("[%s] %s %s: %s", n.verdict(), n.job, n.day(), n.numbers())
}

// numbers is the outcome in a few words.
func (n *news) numbers() string {
	switch {
	case n.test:
		return n.say("a message to try this address; no run was made", "测试消息，没有运行对账")
	case n.exit == exitLocked:
		return n.say("another run holds the ledger", "账本被另一次运行占用")
	case !n.reported:
		return n.say("the run failed and left no report", "运行失败，没有生成报告")
	}
	text := n.say("no open findings", "没有未结异常")
	if all := n.findings(); all > 0 {
		text = fmt.Sprintf(n.say("%s, %d critical", "未结异常 %s 项，其中严重 %d 项"), n.say(count(all, "open finding"), fmt.Sprint(all)), n.open(ledger.Critical).Count)
	}
	if n.missing != "" {
		text += "; " + n.missing
	}
	return text
}

// todo is what a person has to do now, a sentence each.
func (n *news) todo() []string {
	if n.test {
		return nil
	}
	if !n.reported {
		return []string{n.mend()}
	}
	var list []string
	if n.exit == exitIncomplete {
		list = append(list, n.say("complete the input, then: ", "补全输入，然后运行：")+"reconcile run"+n.flags)
	}
	if n.findings() > 0 {
		list = append(list, n.say("look into the open findings, the worst first: ", "处理未结异常，先处理最严重的：")+"reconcile findings"+n.flags)
	}
	for _, b := range n.batches {
		list = append(list, n.hand(b))
	}
	return list
}

// mend says what to do about a run that failed.
func (n *news) mend() string {
	switch n.exit {
	case exitLocked:
		return n.say("wait for the other run to end, then: ", "等待另一次运行结束，然后运行：") + "reconcile run" + n.flags
	case exitUsage:
		return n.say("mend the configuration: ", "更正配置：") + "reconcile check"
	}
	return n.say("mend the cause, then: ", "排除原因，然后运行：") + "reconcile run" + n.flags
}

// hand says what to do with a batch or a proposal.
func (n *news) hand(b ledger.Batch) string {
	lines := n.say(count(int64(len(b.Lines)), "line"), fmt.Sprintf("%d 笔", len(b.Lines)))
	if b.Unsigned != "" {
		return fmt.Sprintf(n.say("read proposal %s (%s, %s), which is not signed (%s): reconcile batch show %s", "审核建议批次 %s（%s，%s），尚未签名（%s）：reconcile batch show %s"),
			b.Proposal, lines, b.Total, b.Unsigned, b.Proposal)
	}
	return fmt.Sprintf(n.say("submit batch %s (%s, %s), which Alipay takes on %s alone: open %s", "提交批次 %s（%s，%s），支付宝只在 %s 当天受理：打开 %s"),
		b.BatchNo, lines, b.Total, day(b.At), filepath.Join(n.folder, "batches", b.BatchNo+".html"))
}

// maxChat is how long a chat message may be, in bytes: WeCom takes 2048.
const maxChat = 2048

// chat is the news in a few lines. What does not fit is counted instead.
func (n *news) chat() string {
	lines := []string{n.headline()}
	if n.cause != "" {
		lines = append(lines, cutText(n.cause, maxChat/4))
	}
	for _, t := range n.todo() {
		lines = append(lines, "- "+cutText(t, maxChat/4))
	}
	for _, t := range n.codes {
		if t.Open > 0 {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s: %d %s", t.Code, t.Open, atStake(t.Amount))))
		}
	}
	if n.folder != "" {
		lines = append(lines[:1], append([]string{cutText(n.folder, maxChat/4)}, lines[1:]...)...)
	}
	text := ""
	for i, line := range lines {
		more := fmt.Sprintf(n.say("and %d more", "另有 %d 行"), len(lines)-i)
		if len(text)+len(line)+len(more)+len("\n") > maxChat {
			return text + more
		}
		text += visible(line) + "\n"
	}
	return strings.TrimSuffix(text, "\n")
}

// cutText is a text of at most size bytes, with a mark where it was cut.
func cutText(s string, size int) string {
	if len(s) <= size {
		return s
	}
	return strings.ToValidUTF8(s[:size-len("…")], "") + "…"
}
