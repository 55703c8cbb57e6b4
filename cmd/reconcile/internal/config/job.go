package config

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/cronline"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/words"
)

// A Job is what one night does.
type Job struct {
	Name      string
	Account   *Account
	Spec      string             // its cron line; empty where it has none
	Schedule  *cronline.Schedule // nil where it has none
	Timeout   time.Duration      // of one scheduled run
	CatchUp   int                // how many missed nights are made up for at most
	WaitFor   *waitFor           // nil where a scheduled run waits for nothing
	Sources   []Source           // in the order they are imported
	Output    string             // as the configuration names it
	Language  string             // "en" or "zh"
	Scope     ledger.Scope
	Columns   map[string]string
	Rows      map[string][]string // of exports: header to the values of the rows that count
	SameTrade ledger.SameTrade    // what several rows of one trade are
	NotifyOn  announce.Occasion   // which runs the targets are told of
	Targets   []announce.Target   // where runs are announced
}

// A Source is one pattern of input files.
type Source struct {
	Kind    ledger.Kind
	Pattern string // as the configuration names it
	At      value
}

// HasRequests reports whether captured requests are among the job's sources.
func (j *Job) HasRequests() bool {
	for _, s := range j.Sources {
		if s.Kind == ledger.Requests {
			return true
		}
	}
	return false
}

// readJob takes one job.
func (r reader) readJob(e entry) {
	checkName(e)
	j := &Job{Name: e.key, Account: &Account{}, Columns: map[string]string{}, Rows: map[string][]string{}}
	e.read(r.jobKeys(j))
	r.Jobs = append(r.Jobs, j)
}

// jobKeys are the keys of a job.
func (r reader) jobKeys(j *Job) []key {
	scope := key{name: "scope", form: choice(&j.Scope, ledger.ScopeChanged, ledger.ScopeAll, ledger.ScopeOpen), otherwise: string(ledger.ScopeChanged), doc: "Its trades, results, batches: what is open, from the second run on what changed, too. That is changed: the trades and batches that have an open finding or a line without a result, and those that changed since the job's run before; with open only the former, with all every one. A sheet has at most 200,000 rows, the worst, and the cover says what is left out; with all it has as many as there are."}
	keys := []key{
		{name: "schedule", form: text(&j.Spec, j.readSchedule), active: true, example: `"30 2 * * *"`, doc: "When reconcile schedule runs the job: minute, hour, day, month, weekday. Without it only reconcile run does."},
		{name: "timeout", form: duration(&j.Timeout), otherwise: "2h", doc: "A scheduled run is stopped after this."},
		{name: "catch_up", form: wholeNumber(&j.CatchUp, 0, 366), otherwise: "7", doc: "So many missed nights are made up for at most, oldest first; with 0 none."},
		{name: "account", form: textTo(func(v value, name string) { j.Account = r.accountOf(v, name) }), need: "the name of one of the accounts", example: "main", doc: "The account that the job is for."},
		{name: "notify", form: j.patterns(ledger.Notify), need: "a list of patterns such as [notify/*.log]", example: "[notify/*]", doc: "Logs with Alipay's notifications, as text or JSON lines; plain, .gz or .zip."},
		{name: "orders", form: j.patterns(ledger.Orders), need: "a list of patterns such as [orders/*.csv]", example: "[orders/*]", doc: "The merchant's exports of paid orders: CSV, TSV, XLSX or Alipay's trade bills. A later one wins."},
		{name: "requests", form: j.patterns(ledger.Requests), active: true, example: "[requests/*]", doc: "Captured submissions of the interface. Leave it out where there are none."},
		{name: "bills", form: j.patterns(ledger.Bills), example: "[bills/*]", doc: "Alipay's own trade bills (业务明细), as downloaded: the days that they show whole need no other proof that a buyer was not refunded already. They are evidence against results, too."},
		{name: "answers", form: j.patterns(ledger.Answers), example: "[answers/*]", doc: "What Alipay answered to queries about refunds (refund_fastpay_query, alipay.trade.fastpay.refund.query), as it was sent. An answer settles a line that has no notification, and is evidence against one that has."},
		{name: "wait_for", form: section(waitForKeys, j.checkWaitFor, func(w *waitFor) { j.WaitFor = w }), doc: "A scheduled run waits until a pattern matches a new file, and is incomplete where none came."},
		{name: "output", form: text(&j.Output), need: "the folder of the reports, such as out", example: "out", doc: "The folder of the reports. output/<job>/latest is the last night."},
		{name: "language", form: language(&j.Language), otherwise: string(r.language), active: true, doc: "The language of what people read: the reports, and what commands print. Where no job names one it is that of the environment (LANG)."},
		{name: "report", form: group([]key{scope}), doc: "What the workbook shows."},
	}
	keys = append(keys, r.announcementKeys(j)...)
	taken := key{form: list(words.New("values"), func(value, string) {}), example: "付款方式: [支付宝]", doc: "A header, and what its rows have."}
	return append(keys,
		key{name: "columns", form: group(j.columnKeys()), doc: "The headers of an export where they are not recognised."},
		key{name: "rows", form: byName(taken, j.readRows), doc: "Only rows with one of these values in a column count: those of a shop, or a way to pay. The others are ignored and counted."},
		key{name: "same_trade", form: choice(&j.SameTrade, ledger.SameTradeSum, ledger.SameTradeRepeat), example: string(ledger.SameTradeSum), doc: "What several rows of one trade in one file are: with sum parts of it, with repeat the whole each. It is about rows with several order numbers or none, whose trade is held (ORDER_CONFLICT) until this is said."})
}

// readRows takes the values of one header under rows.
func (j *Job) readRows(e entry) {
	before := len(e.doc.problems)
	list(words.New("values"), func(_ value, s string) { j.Rows[e.key] = append(j.Rows[e.key], s) }).read(e.value)
	if len(j.Rows[e.key]) == 0 && len(e.doc.problems) == before {
		e.fail("no row would count: name the values, such as [a, b], or leave the header out")
	}
}

// columnKeys are the fields of an export, whose values are its headers.
func (j *Job) columnKeys() []key {
	described := map[string]key{
		"trade_no":      {example: "支付宝交易号", doc: "The column of Alipay's trade numbers."},
		"paid_amount":   {example: "实付金额", doc: "What was paid, in yuan, or in fen if the header says so."},
		"refund_due":    {example: "应退总额", doc: "What the buyer is owed back in total. Without it what is missing cannot be told."},
		"out_trade_no":  {example: "订单编号", doc: "The merchant's own number."},
		"paid_at":       {example: "付款时间", doc: "When it was paid."},
		"status":        {example: "订单状态", doc: "The state of the order."},
		"refund_reason": {example: "退款原因", doc: "Why it is to be refunded."},
		"seller":        {example: "店铺", doc: "The shop."},
		"sheet":         {example: "订单", doc: "The sheet of a workbook that is read; else the first whose header is recognised."},
	}
	var keys []key
	for _, field := range importers.Fields() {
		k := described[field]
		k.name, k.form = field, textTo(func(_ value, header string) { j.Columns[field] = header })
		keys = append(keys, k)
	}
	return keys
}

// readSchedule takes the cron line of a job.
func (j *Job) readSchedule(v value, line string) {
	var err error
	if j.Schedule, err = cronline.Parse(line); err != nil {
		v.fail("%v", err)
	}
}

// accountOf returns the account that a job is for, an empty one where it is not
// defined.
func (r reader) accountOf(v value, name string) *Account {
	if a, ok := r.Accounts[name]; ok {
		return a
	}
	var names []string
	for n := range r.Accounts {
		names = append(names, n)
	}
	v.fail("no account is called so%s", hint.Suggest(name, names))
	return &Account{}
}

// patterns are those of one kind of input. They are added to the sources of the
// job in the order in which it imports them.
func (j *Job) patterns(kind ledger.Kind) form {
	order := []ledger.Kind{ledger.Orders, ledger.Requests, ledger.Notify, ledger.Bills, ledger.Answers}
	return list(words.New("patterns"), func(v value, s string) {
		if _, err := filepath.Match(s, ""); err != nil {
			v.fail("not a pattern: a '[' or '\\' is not closed")
		}
		if strings.Contains(s, "**") {
			v.fail("** is not supported: name each level of folders with a *")
		}
		j.Sources = append(j.Sources, Source{kind, s, v})
		slices.SortStableFunc(j.Sources, func(a, b Source) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	})
}
