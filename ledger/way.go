package ledger

import (
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger/rules"
)

// A Way is one way that ends a finding or a hold (contract 4.4): what a person says by a
// command, or evidence or a setting that is brought instead.
type Way struct {
	Act    ActKind // what a person says; empty where no act is needed
	EN, ZH string  // when this is the way; without a command, what to do

	args string // of the command; empty where no command does it
}

// Command is what to type, as far as the books can fill it in: NAME, TEXT, CODE, AMOUNT,
// BATCH and ACT are for a person to fill. flags lead it to a configuration and a job, as in
// " --job nightly", or are empty. It is empty where no command ends the finding or hold.
func (w Way) Command(flags string) string {
	if w.args == "" {
		return ""
	}
	return "reconcile " + w.args + flags + " --by NAME --evidence TEXT"
}

// Say is a way in one line of a language, "zh" or else English.
func (w Way) Say(flags, language string) string {
	text, colon := w.words(language), ": "
	if language == "zh" {
		colon = "："
	}
	if command := w.Command(flags); command != "" {
		return text + colon + command
	}
	return text
}

func (w Way) words(language string) string {
	if language == "zh" {
		return w.ZH
	}
	return w.EN
}

// Ways are the ways that end one finding or hold, the first that is advised first.
type Ways []Way

// Act is what ends it, in one line for programs: the first command; where none does, what to
// do in English (contract 7).
func (all Ways) Act(flags string) string {
	for _, w := range all {
		if w.args != "" {
			return w.Command(flags)
		}
	}
	for _, w := range all {
		return w.EN
	}
	return ""
}

// Short is Act for people: where a line is to be settled, both answers that Alipay may give.
func (all Ways) Short(flags string) string {
	act := all.Act(flags)
	if slices.ContainsFunc(all, func(w Way) bool { return w.Act == rules.Failed }) {
		act = strings.Replace(act, " --succeeded", " --succeeded | --failed CODE", 1)
	}
	return act
}

// Commands are those of the ways that a command does.
func (all Ways) Commands() (some Ways) {
	for _, w := range all {
		if w.args != "" {
			some = append(some, w)
		}
	}
	return some
}

// Lines are the ways in a language, one a line.
func (all Ways) Lines(flags, language string) []string {
	lines := make([]string, len(all))
	for i, w := range all {
		lines[i] = w.Say(flags, language)
	}
	return lines
}

// A matter is what an act is about, as far as it is known.
type matter struct {
	trade, finding string
	batches        []string // that hold a line of the trade, or the one that it is about
	acts           []string // that may be undone
	amount         *alipay.Money
}

// ways are those by acts of some kinds.
func (m matter) ways(kinds ...string) (all Ways) {
	for _, kind := range kinds {
		all = append(all, m.way(kind)...)
	}
	return all
}

// way is the table of contract 4.4: the command of each kind of act, once for each batch
// where it is about one.
func (m matter) way(kind string) Ways {
	trade, amount := shellWord(m.trade), "AMOUNT"
	if m.amount != nil {
		amount = m.amount.String()
	}
	switch kind {
	case rules.Succeeded:
		return m.each(kind, "if Alipay says that it ran", "经支付宝确认已退款", "resolve line BATCH "+trade+" --succeeded")
	case rules.Failed:
		return m.each(kind, "if Alipay says that it failed, with this code", "经支付宝确认以该代码失败", "resolve line BATCH "+trade+" --failed CODE")
	case rules.Void:
		return m.each(kind, "once Alipay says that what it has not answered never ran", "经支付宝确认未答明细从未执行后", "batch void BATCH")
	case rules.Elsewhere:
		return Ways{{ActKind(kind), "if the buyer got it another way, or forwent it", "买家已以其他方式收到或放弃", "resolve trade " + trade + " --elsewhere " + amount}}
	case rules.Paid:
		return Ways{{ActKind(kind), "once it is known what was paid", "查明实付金额后", "resolve trade " + trade + " --paid AMOUNT"}}
	case rules.Unrefunded:
		return Ways{{ActKind(kind), "or, if Alipay says that nothing else was refunded of it until now", "或经支付宝确认至今没有其他退款", "resolve trade " + trade + " --unrefunded"}}
	case rules.Allow:
		return Ways{{ActKind(kind), "if a person finds that it may be refunded once", "经人工判断可退款一次", "resolve trade " + trade + " --allow " + amount}}
	case rules.Undo:
		return m.undo()
	}
	return Ways{{ActKind(rules.Dismiss), "once a person has looked into it", "经人工查明后", "dismiss " + m.finding}}
}

// undo is a way for each act that may be wrong.
func (m matter) undo() (all Ways) {
	for _, id := range m.acts {
		all = append(all, Way{ActUndo, "if what a person said was wrong", "若当时所述有误", "undo " + id})
	}
	if len(all) == 0 {
		all = Ways{{ActUndo, "if what a person said was wrong; reconcile acts has its number", "若当时所述有误；编号见 reconcile acts", "undo ACT"}}
	}
	return all
}

// each is a way for each batch.
func (m matter) each(kind, en, zh, args string) (all Ways) {
	for _, b := range m.batches {
		all = append(all, Way{ActKind(kind), en, zh, strings.Replace(args, "BATCH", shellWord(b), 1)})
	}
	if len(all) == 0 {
		all = Ways{{ActKind(kind), en, zh, args}}
	}
	return all
}

// shellWord is a text as a shell takes it for one word. The numbers of trades and batches
// are digits, but some of them are what others claim.
func shellWord(s string) string {
	plain := func(r rune) bool { return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
