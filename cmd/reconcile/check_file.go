package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/words"
)

// A checkedFile is a file and what it is taken for.
type checkedFile struct {
	File string `json:"file"`
	importers.Taken
}

// checkFiles prints what files are taken for, without a ledger. Signatures are checked
// where the keys of the configuration can be read.
func checkFiles(p *program, names []string, job string) error {
	options, err := previewOptions(p, job)
	if err != nil {
		return err
	}
	status := exit.Done
	files := []checkedFile{}
	for _, name := range names {
		f := checkedFile{name, importers.Preview(name, options)}
		if f.Refused != "" {
			status = exit.Incomplete
		}
		files = append(files, f)
	}
	if p.JSON {
		err = p.PrintFields("files", files)
	} else {
		for _, f := range files {
			printTaken(p, f)
		}
	}
	return cmp.Or(err, exit.With(status))
}

// previewOptions are those of a job, of the only one for "", and none where
// there is no configuration and no job is named.
func previewOptions(p *program, name string) (importers.Options, error) {
	if _, err := os.Stat(p.config); errors.Is(err, fs.ErrNotExist) && name == "" && p.config == config.DefaultConfig {
		return importers.Options{Charset: alipay.GBK, Now: p.Now}, nil
	}
	c, err := config.Load(p.config, p.Getenv, p.Language)
	if err != nil {
		c, err = config.Load(p.config, nil, p.Language) // without keys
	}
	if err != nil {
		return importers.Options{}, err
	}
	jobs, err := c.Selected(name)
	if err != nil {
		return importers.Options{}, err
	}
	if len(jobs) > 1 {
		return importers.Options{}, &hint.UsageError{Err: words.Errorf("%s has several jobs, which may read a file each in its way: name one with --job", p.config)}
	}
	return readOptions(p, c, jobs[0]), nil
}

// readOptions are how the files of a job are read, without a ledger.
func readOptions(p *program, c *config.Config, j *config.Job) importers.Options {
	a := j.Account
	return importers.Options{Charset: a.Merchant.Charset, Partner: a.Merchant.Partner, Merchant: a.Merchant, Columns: j.Columns, Rows: j.Rows, SameTrade: j.SameTrade,
		Verifier: a.Keys.Verifier, Others: c.OtherVerifiers(a), RequestVerifier: a.Keys.Own, Now: p.Now}
}

// printTaken prints for people what a file is taken for.
func printTaken(p *program, f checkedFile) {
	if f.Refused != "" {
		p.Printf("%s: refused: %s\n", terminal.Visible(f.File), words.Kept(terminal.Visible(f.Refused)))
	}
	for _, part := range f.Parts {
		name := f.File
		if part.Name != "" {
			name += "/" + part.Name
		}
		p.Printf("%s: %s\n", terminal.Visible(name), words.Kept(part.As))
		t := terminal.NewTable("what", "is")
		for _, fact := range takenFacts(f.Packing, part, p.Language) {
			if fact[1] != "" {
				t.Add(p.Language.Sprint(fact[0]), p.Language.Sprint(fact[1]))
			}
		}
		p.WriteTable(t, 1)
		printColumns(p, part.Columns)
		printRows(p, part.Rows)
		printReasons(p, part.Reasons)
		for _, w := range part.Warnings {
			p.Line("warning", "%s", words.Kept(w))
		}
		fmt.Fprintln(p.Stdout)
	}
}

// takenFacts are what is known of a part in one line each.
func takenFacts(packing string, part importers.TakenPart, l words.Language) [][2]string {
	charset, period, header := part.Charset, "", ""
	if part.How != "" {
		charset += " (" + l.Sprint(part.How) + ")"
	}
	if !part.From.IsZero() {
		period = l.Sprintf("%s to before %s", terminal.Stamp(part.From), terminal.Stamp(part.Until))
	}
	if part.Header > 0 {
		header = l.Sprintf("line %d", part.Header)
	}
	lines := l.Sprintf("%d read, %d rejected, %d ignored", part.Read, part.Rejected, part.Ignored)
	if part.More {
		lines += l.Sprintf(", of the first %d", part.Lines)
	}
	return append([][2]string{{"packing", packing}, {"charset", charset}, {"account", part.Account}, {"period", period},
		{"delimiter", part.Delimiter}, {"header", header}, {"lines", lines}, {"not used", notUsed(part.Columns)}}, logFacts(part, l)...)
}

// logFacts are what is known of a log in one line each.
func logFacts(part importers.TakenPart, l words.Language) [][2]string {
	notifications, signatures, requests := "", "", ""
	if part.Notifications > 0 {
		notifications = l.Sprintf("%d, of %s", part.Notifications, terminal.Count(part.Results, "result"))
	}
	if part.Requests > 0 {
		requests = l.Sprintf("%d, of %s", part.Requests, terminal.Count(part.RequestLines, "line"))
	}
	switch found := part.Notifications + part.Requests; {
	case found+part.BadSignatures == 0:
	case part.Unchecked:
		signatures = l.Sprint("not checked: no key")
	case part.Requests > 0 && part.Notifications == 0:
		signatures = l.Sprintf("%d good, %d bad", found-part.BadSignatures, part.BadSignatures)
	default:
		signatures = l.Sprintf("%d good, %d bad", part.Notifications, part.BadSignatures)
	}
	return [][2]string{{"notifications", notifications}, {"requests", requests}, {"signatures", signatures},
		{"captured", spanText(part.Captured, l)}, {toldBy(part), spanText(part.Told, l)}}
}

// toldBy is the parameter that says when.
func toldBy(part importers.TakenPart) string {
	if part.Notifications > 0 {
		return "notify_time"
	}
	return "refund_date"
}

// spanText prints from when to when, "" for a time that is not known.
func spanText(s importers.TakenSpan, l words.Language) string {
	if s.First.IsZero() {
		return ""
	}
	return l.Sprintf("%s to %s", terminal.Stamp(s.First), terminal.Stamp(s.Last))
}

// notUsed lists the columns that are read as nothing.
func notUsed(columns []importers.TakenColumn) string {
	var names []string
	for _, c := range columns {
		if c.Field == "" && c.Header != "" {
			names = append(names, c.Header)
		}
	}
	return strings.Join(names, ", ")
}

func printColumns(p *program, columns []importers.TakenColumn) {
	t := terminal.NewTable(">column", "header", "field", "by")
	for i, c := range columns {
		if c.Field != "" {
			t.Add(strconv.Itoa(i+1), c.Header, c.Field, p.Language.Sprint(c.By))
		}
	}
	printTable(p, t)
}

func printRows(p *program, rows []importers.TakenRow) {
	t := terminal.NewTable(">line", "type", "trade_no", ">amount", ">refund_due", "out_trade_no", "batch_no", "at", "status")
	for _, r := range rows {
		t.Add(strconv.FormatInt(r.Line, 10), p.Language.Sprint(r.Type), r.TradeNo, r.Amount, r.RefundDue, r.OutTradeNo, r.BatchNo, r.At, r.Status)
	}
	printTable(p, t)
}

func printReasons(p *program, reasons []importers.TakenReason) {
	t := terminal.NewTable(">line", "rejected because")
	for _, r := range reasons {
		t.Add(strconv.FormatInt(r.Line, 10), p.Language.Read(r.Reason))
	}
	printTable(p, t)
}

// printTable prints a table that has rows, without the columns that are empty in
// all of them.
func printTable(p *program, t terminal.Table) {
	if len(t.Rows) == 0 {
		return
	}
	var titles []string
	for _, column := range t.Columns {
		titles = append(titles, column.Title)
	}
	some := withoutEmpty(t, titles...)
	p.WriteTable(some, len(some.Columns)-1)
}

// withoutEmpty is a table without those of some columns that are empty in every row.
func withoutEmpty(t terminal.Table, titles ...string) terminal.Table {
	some := terminal.Table{Rows: make([][]string, len(t.Rows))}
	for i, column := range t.Columns {
		if slices.Contains(titles, column.Title) && !slices.ContainsFunc(t.Rows, func(row []string) bool { return row[i] != "" }) {
			continue
		}
		some.Columns = append(some.Columns, column)
		for n, row := range t.Rows {
			some.Rows[n] = append(some.Rows[n], row[i])
		}
	}
	return some
}
