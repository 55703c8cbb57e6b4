package report

import (
	"fmt"
	"strconv"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A Task is one thing that somebody has to do.
type Task struct {
	Say     string
	Who     Role
	By      Deadline
	Command string    // the first thing to type
	Then    string    // and what ends it, where that is another command
	From    time.Time // from when on Then may be typed; zero for at once
	Also    []string  // what else to type, each with when to
	Sheet   string    // of the workbook, where to look: "findings", "batches", "sources", "rejected", "coverage", "corrections", or none
	First   int64     // the first row of it that this is about; 0 for the sheet
	Last    int64     // and the last
}

// Rows are the rows of the sheet that a task is about, as in 9–11; "" for all of them.
func (t Task) Rows() string {
	switch {
	case t.First == 0:
		return ""
	case t.First == t.Last:
		return strconv.FormatInt(t.First, 10)
	}
	return fmt.Sprintf("%d–%d", t.First, t.Last)
}

// SheetName is the name of a task's sheet in the workbook, in "zh" or else English; "" for none.
func (t Task) SheetName(language string) string {
	name := map[string][2]string{
		"findings": {"Findings", "异常"}, "batches": {"Batches", "批次"}, "sources": {"Sources", "来源"}, "rejected": {"Rejected lines", "拒绝行"},
		"coverage": {"Coverage", "覆盖"}, "corrections": {"Corrections", "更正"},
	}[t.Sheet]
	if language == "zh" {
		return name[1]
	}
	return name[0]
}

// HeaderRow is the row of a sheet that its rows follow.
const HeaderRow = 1

// A Role is who has to do something.
type Role string

// The roles.
const (
	Finance    Role = "finance"
	Operator   Role = "operator"   // who submits batches at Alipay
	Operations Role = "operations" // who runs the program
)

// Words name a role in "zh" or else English.
func (r Role) Words(language string) string {
	if language == "zh" {
		return map[Role]string{Finance: "财务", Operator: "操作员", Operations: "运维"}[r]
	}
	return string(r)
}

// A Deadline is by when something has to be done.
type Deadline string

// The deadlines, nearest first.
const (
	Now        Deadline = "now"
	Midnight   Deadline = "before midnight in Shanghai"
	Today      Deadline = "today"
	BeforeNext Deadline = "before the next run"
)

// Words are a deadline in "zh" or else English.
func (d Deadline) Words(language string) string {
	if language == "zh" {
		return map[Deadline]string{Now: "立即", Midnight: "北京时间当日零点前", Today: "今日", BeforeNext: "下次运行前"}[d]
	}
	return string(d)
}

// Commands are what to type, a line each.
func (t Task) Commands(at time.Time, language string) []string {
	s := &Situation{Language: language}
	var all []string
	if t.Command != "" {
		all = append(all, t.Command)
	}
	all = append(all, t.Also...)
	if t.Then != "" {
		when := s.say("once Alipay says that it never ran: ", "经支付宝确认从未执行后：")
		if t.From.After(at) {
			when = fmt.Sprintf(s.say("from %s on, ", "%s 起，"), t.From.In(alipay.Shanghai()).Format(alipay.TimeLayout)) + when
		}
		all = append(all, when+t.Then)
	}
	return all
}

// Tasks are what people have to do, what does most harm first: money refunded twice, then
// refunds that nobody sees, then buyers who wait.
func (s *Situation) Tasks() []Task {
	var all []Task
	for _, part := range []func() []Task{s.stop, s.critical, s.runs, s.submit, s.release, s.askAlipay, s.complete, s.prove, s.held, s.lookInto} {
		all = append(all, part()...)
	}
	return all
}

// stop names what must not be submitted any more.
func (s *Situation) stop() (all []Task) {
	for _, w := range s.Stops {
		all = append(all, Task{Say: StopText(w, s.Account, s.Language), Who: Operator, By: Now, Sheet: "batches",
			Command: "reconcile batch show " + w.BatchNo + s.Job, Then: s.void(w.BatchNo), From: w.VoidFrom(s.At)})
	}
	return all
}

func (s *Situation) void(batchNo string) string {
	return "reconcile batch void " + batchNo + s.Job + " --by NAME --evidence TEXT"
}

// critical asks to look into critical findings.
func (s *Situation) critical() []Task {
	if s.Critical == 0 {
		return nil
	}
	text := s.count(s.Critical, "critical finding", "严重异常 %d 项")
	if s.NewCritical > 0 {
		text += fmt.Sprintf(s.say(", %d new", "，其中新增 %d 项"), s.NewCritical)
	}
	return []Task{{Say: s.say("look into ", "查明") + text, Who: Finance, By: Today, Command: "reconcile findings" + s.Job, Sheet: "findings",
		First: HeaderRow + 1, Last: HeaderRow + s.Critical}}
}

// runs asks for the runs that should have been.
func (s *Situation) runs() []Task {
	if s.Runs == "" {
		return nil
	}
	return []Task{{Say: s.Runs, Who: Operations, By: Today, Command: "reconcile run" + s.Job}}
}

// submit asks to submit the program's own batches on their day.
func (s *Situation) submit() (all []Task) {
	for _, w := range s.Today {
		page := "batches/" + w.BatchNo + ".html"
		if s.Page != nil {
			page = s.Page(w)
		}
		all = append(all, Task{Who: Operator, By: Midnight, Command: "open " + page, Sheet: "batches",
			Also: ledger.Submitted(w.BatchNo)[:1].Lines(s.Job, s.Language),
			Say: fmt.Sprintf(s.say("submit batch %s%s on %s, unless that is done: %s, %s", "提交批次 %s%s，仅限 %s，已提交的除外：%s，%s 元"),
				w.BatchNo, s.Account, w.Day(), s.count(w.Lines, "line", "%d 笔"), w.Amount)})
	}
	return all
}

// release asks for the approvals and the release of proposals.
func (s *Situation) release() (all []Task) {
	for _, p := range s.Proposals {
		t := Task{Who: Operator, By: Midnight, Command: p.Command, Sheet: "corrections"}
		if t.Command == "" {
			t.Command = "reconcile batch show " + p.ID + s.Config
		}
		what := fmt.Sprintf(s.say("proposal %s%s: %s, %s", "建议批次 %s%s：%s，%s 元"), p.ID, s.Account, s.count(p.Lines, "line", "%d 笔"), p.Total)
		switch {
		case !p.Manual:
			t.Who, t.By = Operations, Today
			t.Say = what + s.say(", was not issued: ", "，未签发：") + p.Unsigned
		case p.Approvals < p.Needed:
			t.Who = Finance
			t.Say = s.say("approve ", "审批") + what + fmt.Sprintf(s.say("; %d of %d have", "；已有 %d / %d 人"), p.Approvals, p.Needed)
		default:
			t.Say = s.say("release ", "放行") + what
		}
		all = append(all, t)
	}
	return all
}

// askAlipay asks about the batches that Alipay has not answered.
func (s *Situation) askAlipay() (all []Task) {
	if s.LateMore > 0 {
		n := int64(len(s.Late)) + s.LateMore
		return []Task{{Who: Finance, By: Today, Command: "reconcile batch list" + s.Job, Then: s.void("BATCH_NO"), Sheet: "batches",
			Say: fmt.Sprintf(s.say("ask Alipay about the %d batches that are overdue, the first of %s", "向支付宝核实 %d 个逾期批次，最早的为 %s"), n, s.firstLate())}}
	}
	for _, w := range s.Late {
		all = append(all, Task{Who: Finance, By: Today, Command: "reconcile batch show " + w.BatchNo + s.Job, Then: s.void(w.BatchNo), Sheet: "batches",
			Say: fmt.Sprintf(s.say("ask Alipay about batch %s%s, which is overdue: %d of %s unanswered", "向支付宝核实逾期批次 %s%s：%d / %s未答"),
				w.BatchNo, s.Account, w.Unanswered, s.count(w.Lines, "line", "%d 笔"))})
	}
	return all
}

// firstLate is the day of the first of the overdue batches, by number.
func (s *Situation) firstLate() string { return ledger.DayOf(s.Late[0].At).String() }

// complete asks for the input that the run had to do without.
func (s *Situation) complete() (all []Task) {
	for _, m := range s.Missing[:min(len(s.Missing), maxMissing)] {
		say := s.say(m.EN, m.ZH)
		if since := s.Since[m.Pattern]; since != "" {
			say += s.say(" since ", "，自 ") + since
		}
		all = append(all, Task{Say: say, Who: Operations, By: BeforeNext, Command: "reconcile run" + s.Job, Sheet: "sources"})
	}
	if more := len(s.Missing) - maxMissing; more > 0 {
		all = append(all, Task{Say: fmt.Sprintf(s.say("bring what is missing of %d more patterns and files", "另有 %d 项输入缺失，请补全"), more),
			Who: Operations, By: BeforeNext, Command: "reconcile run" + s.Job, Sheet: "sources"})
	}
	if s.Rejected.Rows > 0 {
		t := Task{Say: s.say("see the rejected rows in the sheet Rejected lines: ", "见“拒绝行”表：") + s.Rejected.Say(s.Language) + s.say("; ", "；") + s.Rejected.Mend(s.Language), Who: Operations, By: BeforeNext, Sheet: "rejected"}
		if s.Workbook != "" {
			t.Command = "open " + s.Workbook
		}
		all = append(all, t)
	}
	return all
}

// maxMissing is how many missing inputs are named one by one.
const maxMissing = 20

// prove asks for what would prove that no refund is unknown.
func (s *Situation) prove() []Task {
	if s.Unproven == "" {
		return nil
	}
	t := Task{Say: s.Unproven, Who: Operations, By: BeforeNext, Command: "reconcile check" + s.Config, Sheet: "coverage"}
	for _, h := range s.Holds {
		if h.Hold == ledger.NoProof {
			t.Also = h.First.Ways(s.Sentences.Acts).Commands().Lines(s.Job, s.Language)
		}
	}
	return []Task{t}
}

// lookInto asks to look into what is no more than an error.
func (s *Situation) lookInto() []Task {
	if s.Errors == 0 {
		return nil
	}
	return []Task{{Say: s.say("look into ", "查明") + s.count(s.Errors, "error", "错误 %d 项"), Who: Finance, By: BeforeNext, Command: "reconcile findings" + s.Job, Sheet: "findings",
		First: HeaderRow + s.Critical + 1, Last: HeaderRow + s.Critical + s.Errors}}
}
