package announce

import (
	"fmt"
	"strings"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/reports"
)

// say picks the sentence of the job's language.
func (e *Event) say(en, zh string) string {
	if e.Language == "zh" {
		return zh
	}
	return en
}

// verdict is the verdict in a word, for people, with its sign.
func (e *Event) verdict() string {
	words := map[string][2]string{"test": {"test", "测试"}, "locked": {"not made", "未运行"}, "failed": {"FAILED", "失败"}}
	if word, ok := words[e.outcome()]; ok {
		return e.say(word[0], word[1])
	}
	v := reports.Verdict(e.outcome())
	return v.Sign() + " " + v.Words(e.Language)
}

// outcome is the verdict in a word, for programs.
func (e *Event) outcome() string {
	switch {
	case e.Test:
		return "test"
	case e.Exit == exit.Locked:
		return "locked"
	case e.Exit != exit.Done && e.Exit != exit.Findings && e.Exit != exit.Incomplete:
		return "failed"
	case e.Verdict == "": // what it was cannot be found out
		return map[int]string{exit.Done: "clean", exit.Findings: "review", exit.Incomplete: "incomplete"}[e.Exit]
	}
	return string(e.Verdict)
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
	text := e.Headline
	switch {
	case e.Verdict == reports.ActToday && e.NewCritical.Amount.Sign() > 0:
		text += fmt.Sprintf(e.say(" (%s)", "（%s 元）"), e.NewCritical.Amount.Grouped())
	case e.Verdict == reports.Clean && e.Run.Totals.Results > 0:
		text += fmt.Sprintf(e.say(", %s refunded", "，已退 %s 元"), e.Run.Totals.SuccessAmount.Grouped())
	}
	if e.Exit == exit.Incomplete && e.Verdict != reports.Incomplete {
		text += e.say("; incomplete", "；输入不全")
	}
	if changed := e.worstChanges(); changed != "" {
		text += e.say("; ", "；") + changed
	}
	return text
}

// todo is what a person has to do now, a sentence each, with who and by when.
func (e *Event) todo() []string {
	if e.Test {
		return nil
	}
	if !e.Reported {
		return []string{e.remedy()}
	}
	var list []string
	for _, t := range e.Tasks {
		list = append(list, fmt.Sprintf(e.say("[%s, %s] %s", "［%s，%s］%s"), t.Who, t.By, strings.Join(append([]string{t.Say}, t.Commands...), "\n")))
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
