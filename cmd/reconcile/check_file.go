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
)

// A checkedFile is a file and what it is taken for.
type checkedFile struct {
	File string `json:"file"`
	importers.Taken
}

// checkFiles prints what files are taken for, without a ledger. Keys are not
// needed, and signatures not checked.
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
		return importers.Options{Charset: alipay.GBK}, nil
	}
	c, err := config.Load(p.config, nil)
	if err != nil {
		return importers.Options{}, err
	}
	jobs, err := c.Selected(name)
	if err != nil {
		return importers.Options{}, err
	}
	if len(jobs) > 1 {
		return importers.Options{}, &hint.UsageError{Err: fmt.Errorf("%s has several jobs, which may read a file each in its way: name one with --job", p.config)}
	}
	merchant := jobs[0].Account.Merchant
	return importers.Options{Charset: merchant.Charset, Partner: merchant.Partner, Columns: jobs[0].Columns, Rows: jobs[0].Rows, SameTrade: jobs[0].SameTrade}, nil
}

// printTaken prints for people what a file is taken for.
func printTaken(p *program, f checkedFile) {
	if f.Refused != "" {
		fmt.Fprintf(p.Stdout, "%s: refused: %s\n", terminal.Visible(f.File), terminal.Visible(f.Refused))
	}
	for _, part := range f.Parts {
		name := f.File
		if part.Name != "" {
			name += "/" + part.Name
		}
		fmt.Fprintf(p.Stdout, "%s: %s\n", terminal.Visible(name), part.As)
		t := terminal.NewTable("what", "is")
		for _, fact := range takenFacts(f.Packing, part) {
			if fact[1] != "" {
				t.Add(fact[0], fact[1])
			}
		}
		t.Write(p.Stdout, p.Painter())
		printColumns(p, part.Columns)
		printRows(p, part.Rows)
		printReasons(p, part.Reasons)
		fmt.Fprintln(p.Stdout)
	}
}

// takenFacts are what is known of a part in one line each.
func takenFacts(packing string, part importers.TakenPart) [][2]string {
	charset, period, header := part.Charset, "", ""
	if part.How != "" {
		charset += " (" + part.How + ")"
	}
	if !part.From.IsZero() {
		period = terminal.Stamp(part.From) + " to before " + terminal.Stamp(part.Until)
	}
	if part.Header > 0 {
		header = "line " + strconv.FormatInt(part.Header, 10)
	}
	lines := fmt.Sprintf("%d read, %d rejected, %d ignored", part.Read, part.Rejected, part.Ignored)
	if part.More {
		lines += fmt.Sprintf(", of the first %d", part.Lines)
	}
	return [][2]string{{"packing", packing}, {"charset", charset}, {"account", part.Account}, {"period", period},
		{"delimiter", part.Delimiter}, {"header", header}, {"lines", lines}, {"not used", notUsed(part.Columns)}}
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
			t.Add(strconv.Itoa(i+1), c.Header, c.Field, c.By)
		}
	}
	printTable(p, t)
}

func printRows(p *program, rows []importers.TakenRow) {
	t := terminal.NewTable(">line", "type", "trade_no", ">amount", ">refund_due", "out_trade_no", "batch_no", "at", "status")
	for _, r := range rows {
		t.Add(strconv.FormatInt(r.Line, 10), r.Type, r.TradeNo, r.Amount, r.RefundDue, r.OutTradeNo, r.BatchNo, r.At, r.Status)
	}
	printTable(p, t)
}

func printReasons(p *program, reasons []importers.TakenReason) {
	t := terminal.NewTable(">line", "rejected because")
	for _, r := range reasons {
		t.Add(strconv.FormatInt(r.Line, 10), r.Reason)
	}
	printTable(p, t)
}

// printTable prints a table that has rows, without the columns that are empty in
// all of them.
func printTable(p *program, t terminal.Table) {
	if len(t.Rows) == 0 {
		return
	}
	some := terminal.Table{Rows: make([][]string, len(t.Rows))}
	for i, column := range t.Columns {
		if !slices.ContainsFunc(t.Rows, func(row []string) bool { return row[i] != "" }) {
			continue
		}
		some.Columns = append(some.Columns, column)
		for n, row := range t.Rows {
			some.Rows[n] = append(some.Rows[n], row[i])
		}
	}
	some.Write(p.Stdout, p.Painter())
}
