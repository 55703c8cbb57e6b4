package ledger

import (
	"database/sql"
	"iter"
	"slices"
	"strconv"
	"strings"

	"reconcile/ledger/internal/store"
	"reconcile/ledger/query"
)

// evidenceBlock is how many findings are completed at a time: asking for the evidence of
// each of them by itself takes several times as long.
const evidenceBlock = 256

// completeBlock completes findings, evidenceBlock of them at most.
func (e *evidenceReader) completeBlock(block []foundRow) error {
	if err := e.readTrades(block); err != nil {
		return err
	}
	for i := range block {
		if err := e.complete(&block[i]); err != nil {
			return err
		}
	}
	return nil
}

// readTrades reads what the books know of the trades of findings.
func (e *evidenceReader) readTrades(block []foundRow) error {
	clear(e.trades)
	var list []string
	for _, f := range block {
		if f.TradeNo != "" && e.trades[f.TradeNo] == nil {
			e.trades[f.TradeNo] = &tradeEvidence{}
			list = append(list, f.TradeNo)
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.Sort(list)
	account := e.run.Account
	for _, read := range []func() error{
		func() error { return e.readClaims(e.ofTrades("block_claims", list, e.run.lastSource, account)) },
		func() error { return e.readLines(e.ofTrades("block_lines", list, account)) },
		func() error { return e.readBills(e.ofTrades("block_bills", list, account)) },
		func() error { return e.readOrders(e.ofTrades("block_orders", list, account)) },
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// ofTrades yields the rows of a statement about trades. It is one text however many trades
// there are, so that it is prepared once: the last one stands in it again.
func (e *evidenceReader) ofTrades(name string, trades []string, args ...any) iter.Seq2[*sql.Rows, error] {
	statement, ok := e.texts[name]
	if !ok {
		head, err := query.Text(name)
		if err != nil {
			return func(yield func(*sql.Rows, error) bool) { yield(nil, err) }
		}
		var list strings.Builder
		for i := range evidenceBlock {
			list.WriteString([]string{"CAST($", ", CAST($"}[min(i, 1)] + strconv.Itoa(i+1+len(args)) + " AS TEXT)")
		}
		statement = strings.TrimSpace(head) + " (" + list.String() + ")"
		e.texts[name] = statement
	}
	for i := range evidenceBlock {
		args = append(args, trades[min(i, len(trades)-1)])
	}
	return store.Rows(e.ctx, e.db, name, statement, args...)
}

// collect reads rows into what row holds, and keeps each with its trade: the first column.
func (e *evidenceReader) collect(rows iter.Seq2[*sql.Rows, error], keep func(*tradeEvidence), row ...any) error {
	var tradeNo sql.RawBytes
	row = append([]any{&tradeNo}, row...)
	for r, err := range rows {
		if err == nil {
			err = r.Scan(row...)
		}
		if err != nil {
			return err
		}
		t := e.trades[string(tradeNo)]
		if t.rows() == e.most {
			*t = tradeEvidence{much: true}
		}
		if !t.much {
			keep(t)
		}
	}
	return nil
}

func (e *evidenceReader) readClaims(rows iter.Seq2[*sql.Rows, error]) error {
	var c claimEvidence
	keep := func(t *tradeEvidence) { t.claims = append(t.claims, c) }
	return e.collect(rows, keep, &c.source, &c.line, &c.batchNo, &c.occurrence, &c.fen, &c.succeeded, &c.at)
}

func (e *evidenceReader) readLines(rows iter.Seq2[*sql.Rows, error]) error {
	var l batchEvidence
	return e.collect(rows, func(t *tradeEvidence) { t.lines = append(t.lines, l) }, &l.source, &l.line, &l.batchNo)
}

func (e *evidenceReader) readBills(rows iter.Seq2[*sql.Rows, error]) error {
	var b billEvidence
	return e.collect(rows, func(t *tradeEvidence) { t.bills = append(t.bills, b) }, &b.source, &b.line, &b.batchNo, &b.at)
}

func (e *evidenceReader) readOrders(rows iter.Seq2[*sql.Rows, error]) error {
	var o orderEvidence
	return e.collect(rows, func(t *tradeEvidence) { t.orders = append(t.orders, o) }, &o.source, &o.line, &o.paidDay)
}

// known is what was read of a finding's trade with those of its block; nil, where that is
// asked for by itself.
func (e *evidenceReader) known(f *foundRow) *tradeEvidence {
	if t := e.trades[f.TradeNo]; t != nil && !t.much {
		return t
	}
	return nil
}

// ofTrade is where a finding's trade is spoken of: results, the requests that hold it,
// bills, orders; the first thousand places.
func (e *evidenceReader) ofTrade(f *foundRow) ([]Place, error) {
	t := e.known(f)
	if t == nil {
		return store.List(e.ctx, e.db, "evidence_trade", scanPlace, e.run.Account, f.TradeNo, f.BatchNo)
	}
	var places []Place
	for _, p := range t.places(f.BatchNo) {
		path, err := e.path(p.source)
		if err != nil {
			return nil, err
		}
		places = append(places, placeOf(path, p.line))
	}
	return places, nil
}

// maxPaths is how many names of files are kept.
const maxPaths = 4096

// path is the file of a source.
func (e *evidenceReader) path(source int64) (path string, err error) {
	path, ok := e.paths[source]
	if ok {
		return path, nil
	}
	if len(e.paths) == maxPaths {
		clear(e.paths)
	}
	err = store.QueryRow(e.ctx, e.db, "evidence_line", []any{source}, &path)
	e.paths[source] = path
	return path, err
}
