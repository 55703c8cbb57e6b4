package report

import "fmt"

// A Verdict is what a run comes to, in the order of what people must know first (contract
// 7.1). It is about the money; the exit status is about the run (contract 5).
type Verdict string

// The verdicts, worst first.
const (
	ActToday   Verdict = "act"        // a new critical finding, or a batch that must not be submitted any more
	Review     Verdict = "review"     // open findings
	Incomplete Verdict = "incomplete" // nothing was found, and not everything was read
	Clean      Verdict = "clean"
)

// Verdict judges a situation. That something was not read is said beside a verdict that is
// worse, and never in its place.
func (s *Situation) Verdict() Verdict {
	switch {
	case len(s.Stops) > 0 || s.NewCritical > 0:
		return ActToday
	case s.open() > 0:
		return Review
	case s.Incomplete:
		return Incomplete
	}
	return Clean
}

// Sign is the verdict in one character.
func (v Verdict) Sign() string {
	return map[Verdict]string{ActToday: "✗", Review: "!", Incomplete: "■", Clean: "✓"}[v]
}

// Words are the verdict in "zh" or else English.
func (v Verdict) Words(language string) string {
	words := map[Verdict][2]string{
		ActToday: {"ACT TODAY", "今日处理"}, Review: {"REVIEW", "需要复核"}, Incomplete: {"INCOMPLETE", "不完整"}, Clean: {"CLEAN", "相符"},
	}[v]
	if language == "zh" {
		return words[1]
	}
	return words[0]
}

// Headline says in a few words what the verdict comes from.
func (s *Situation) Headline() string {
	switch s.Verdict() {
	case ActToday:
		return s.acting()
	case Review:
		return s.found()
	case Incomplete:
		return s.say("not everything was read; nothing was found in what was", "输入未全部读取；已读部分没有异常")
	}
	return s.say("no open findings", "没有未结异常")
}

// acting names what makes a night one to act on.
func (s *Situation) acting() (text string) {
	if n := len(s.Stops); n == 1 {
		text = s.say("do not submit batch ", "不得提交批次 ") + s.Stops[0].BatchNo
	} else if n > 1 {
		text = fmt.Sprintf(s.say("do not submit %d batches", "不得提交 %d 个批次"), n)
	}
	if s.NewCritical > 0 {
		if text != "" {
			text += s.say("; ", "；")
		}
		text += s.count(s.NewCritical, "new critical finding", "新增严重异常 %d 项")
	}
	return text
}

// found counts the open findings.
func (s *Situation) found() string {
	text := s.count(s.open(), "open finding", "未结异常 %d 项")
	if s.Critical > 0 {
		text += fmt.Sprintf(s.say(", %d critical", "，其中严重 %d 项"), s.Critical)
	}
	return text
}

func (s *Situation) open() int64 { return s.Critical + s.Errors + s.Warnings }

// say picks the sentence of the situation's language.
func (s *Situation) say(en, zh string) string { return Report{Language: s.Language}.Say(en, zh) }

// count is a number and what it counts: in Chinese the sentence with its number.
func (s *Situation) count(n int64, noun, zh string) string {
	if s.Language == "zh" {
		return fmt.Sprintf(zh, n)
	}
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
