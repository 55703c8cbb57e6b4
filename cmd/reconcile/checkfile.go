package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/importers"
)

// A checkedFile is a file and what it is taken for.
type checkedFile struct {
	File string `json:"file"`
	importers.Taken
}

// checkFiles says what files are taken for, without a ledger. Keys are not
// needed, and signatures not checked.
func checkFiles(p *program, names []string, job string) error {
	options, err := previewOptions(p, job)
	if err != nil {
		return err
	}
	status := exitDone
	files := []checkedFile{}
	for _, name := range names {
		f := checkedFile{name, importers.Preview(name, options)}
		if f.Refused != "" {
			status = exitIncomplete
		}
		files = append(files, f)
	}
	if p.json {
		err = p.printJSON(struct {
			Schema int           `json:"schema"`
			Files  []checkedFile `json:"files"`
		}{schema, files})
	} else {
		for _, f := range files {
			printTaken(p, f)
		}
	}
	if err == nil && status != exitDone {
		return statusError(status)
	}
	return err
}

// previewOptions are those of a job, of the only one for "", and none where
// there is no configuration and no job is named.
func previewOptions(p *program, name string) (importers.Options, error) {
	if _, err := os.Stat(p.config); errors.Is(err, fs.ErrNotExist) && name == "" && p.config == defaultConfig {
		return importers.Options{Charset: alipay.GBK}, nil
	}
	c, err := loadConfig(p.config, nil)
	if err != nil {
		return importers.Options{}, err
	}
	jobs, err := c.selected(name)
	if err != nil {
		return importers.Options{}, err
	}
	if len(jobs) > 1 {
		return importers.Options{}, &usageError{fmt.Errorf("%s has several jobs, which may read a file each in its way: name one with --job", p.config)}
	}
	merchant := jobs[0].account.merchant
	return importers.Options{Charset: merchant.Charset, Partner: merchant.Partner, Columns: jobs[0].columns}, nil
}

// printTaken prints for people what a file is taken for.
func printTaken(p *program, f checkedFile) {
	if f.Refused != "" {
		fmt.Fprintf(p.stdout, "%s: refused: %s\n", visible(f.File), visible(f.Refused))
	}
	for _, part := range f.Parts {
		name := f.File
		if part.Name != "" {
			name += "/" + part.Name
		}
		fmt.Fprintf(p.stdout, "%s: %s\n", visible(name), part.As)
		t := table{columns: []column{{title: "what"}, {title: "is"}}}
		for _, fact := range takenFacts(f.Packing, part) {
			if fact[1] != "" {
				t.add(fact[0], fact[1])
			}
		}
		t.write(p.stdout, p.painter())
		printColumns(p, part.Columns)
		printRows(p, part.Rows)
		printReasons(p, part.Reasons)
		fmt.Fprintln(p.stdout)
	}
}

// takenFacts are what is known of a part in one line each.
func takenFacts(packing string, part importers.TakenPart) [][2]string {
	charset, period, header := part.Charset, "", ""
	if part.How != "" {
		charset += " (" + part.How + ")"
	}
	if !part.From.IsZero() {
		period = stamp(part.From) + " to before " + stamp(part.Until)
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
	t := table{columns: []column{{title: "column", right: true}, {title: "header"}, {title: "field"}, {title: "by"}}}
	for i, c := range columns {
		if c.Field != "" {
			t.add(strconv.Itoa(i+1), c.Header, c.Field, c.By)
		}
	}
	printTable(p, t)
}

func printRows(p *program, rows []importers.TakenRow) {
	t := table{columns: []column{{title: "line", right: true}, {title: "type"}, {title: "trade_no"}, {title: "amount", right: true},
		{title: "refund_due", right: true}, {title: "out_trade_no"}, {title: "batch_no"}, {title: "at"}, {title: "status"}}}
	for _, r := range rows {
		t.add(strconv.FormatInt(r.Line, 10), r.Type, r.TradeNo, r.Amount, r.RefundDue, r.OutTradeNo, r.BatchNo, r.At, r.Status)
	}
	printTable(p, t)
}

func printReasons(p *program, reasons []importers.TakenReason) {
	t := table{columns: []column{{title: "line", right: true}, {title: "rejected because"}}}
	for _, r := range reasons {
		t.add(strconv.FormatInt(r.Line, 10), r.Reason)
	}
	printTable(p, t)
}

// printTable prints a table that has rows, without the columns that are empty in
// all of them.
func printTable(p *program, t table) {
	if len(t.rows) == 0 {
		return
	}
	some := table{rows: make([][]string, len(t.rows))}
	for i, column := range t.columns {
		if !slices.ContainsFunc(t.rows, func(row []string) bool { return row[i] != "" }) {
			continue
		}
		some.columns = append(some.columns, column)
		for n, row := range t.rows {
			some.rows[n] = append(some.rows[n], row[i])
		}
	}
	some.write(p.stdout, p.painter())
}
