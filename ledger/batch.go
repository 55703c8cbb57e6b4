package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Batch is a request that the program emitted, as its files show it.
type Batch struct {
	BatchNo  string // empty for a proposal
	Proposal string // "P7-1"; empty for a batch
	Digest   string // of a proposal, hex: what people approve
	Run      int64
	At       time.Time     // refund_date
	Params   alipay.Params // the signed request in the bytes of its charset; of a proposal, unsigned
	Charset  alipay.Charset
	Lines    []BatchLine
	Total    alipay.Money
	SHA256   string   // hex, of detail_data as it is sent
	Advice   []string // what to do before it is submitted, from the error codes it answers
	Gateway  string
	Unsigned string // why a proposal is not signed; empty for a batch

	Seq, Of   int64      // its place among those that its run issued or proposed, from 1; 0 where it is not known
	Approvals []Approval // of what people released
	Released  string     // by whom; empty where the run issued it itself
}

// A BatchLine is one refund of a batch and what it does to its trade.
type BatchLine struct {
	TradeNo    string
	Amount     alipay.Money
	Reason     string
	Paid       alipay.Money
	Refunded   alipay.Money  // before this line
	Due        *alipay.Money // nil where the order does not say
	Code       string        // of the trade's failed results, as of its Correction; empty where none failed
	OutTradeNo string        // empty where no export says
}

// Batches returns the batches that a run emitted, with what each line does to
// its trade, or the proposals where no key signed them.
func (l *Ledger) Batches(ctx context.Context, run int64) ([]Batch, error) {
	r, err := l.RunByID(ctx, run)
	if err != nil {
		return nil, err
	}
	if r.Unsigned != "" {
		return unsignedBatches(ctx, l.db.Reader(), r)
	}
	batches, err := store.List(ctx, l.db.Reader(), "batch_run", scanBatch, run)
	if err != nil {
		return nil, err
	}
	for i := range batches {
		if err := fillBatch(ctx, l.db.Reader(), r.Account, &batches[i]); err != nil {
			return nil, err
		}
		answered, err := store.List(ctx, l.db.Reader(), "batch_codes", scanText, run, batches[i].BatchNo)
		if err != nil {
			return nil, err
		}
		batches[i].Seq, batches[i].Of = int64(i+1), int64(len(batches))
		if batches[i].Advice, err = adviceFor(ctx, l.db.Reader(), run, batches[i].Seq, answered); err != nil {
			return nil, err
		}
		if err := fillOrders(ctx, l.db.Reader(), &batches[i]); err != nil {
			return nil, err
		}
	}
	return batches, nil
}

// Batch returns one batch by its number, captured ones without parameters. ok
// is false where no request has it.
func (l *Ledger) Batch(ctx context.Context, account int64, batchNo string) (b Batch, ok bool, err error) {
	all, err := store.List(ctx, l.db.Reader(), "batch_one", scanBatch, batchNo, account)
	if err != nil || len(all) == 0 {
		return Batch{}, false, err
	}
	b = all[0]
	return b, true, fillBatch(ctx, l.db.Reader(), account, &b)
}

func scanBatch(rows *sql.Rows) (b Batch, err error) {
	var at, total sql.NullInt64
	var run sql.NullInt64
	var params []byte
	if err := rows.Scan(&b.BatchNo, &run, &at, &total, &b.Charset, &params, &b.Gateway); err != nil {
		return Batch{}, err
	}
	b.Run, b.At, b.Total = run.Int64, maybeMoment(at), alipay.Fen(total.Int64)
	if b.Params, err = alipay.ParseParams(string(params)); err != nil {
		return Batch{}, words.Errorf("batch %s: %w", b.BatchNo, err)
	}
	sum := sha256.Sum256([]byte(b.Params.Get("detail_data")))
	b.SHA256 = hex.EncodeToString(sum[:])
	return b, nil
}

// fillBatch reads the lines of a batch.
func fillBatch(ctx context.Context, db store.Runner, account int64, b *Batch) (err error) {
	b.Lines, err = store.List(ctx, db, "request_line_list", scanBatchLine, b.Run, account, b.BatchNo)
	return err
}

func scanBatchLine(rows *sql.Rows) (b BatchLine, err error) {
	var amount, refunded int64
	var paid, due sql.NullInt64
	err = rows.Scan(&b.TradeNo, &amount, &b.Reason, &paid, &refunded, &due, &b.Code)
	b.Amount, b.Refunded, b.Paid, b.Due = alipay.Fen(amount), alipay.Fen(refunded), alipay.Fen(paid.Int64), maybeMoney(due)
	return b, err
}

// fillOrders reads the order numbers of the trades of a batch that its run issued or
// proposed.
func fillOrders(ctx context.Context, db store.Runner, b *Batch) error {
	orders := map[string]string{}
	for rows, err := range store.Query(ctx, db, "batch_orders", b.Run, b.Seq) {
		if err != nil {
			return err
		}
		var trade, order string
		if err := rows.Scan(&trade, &order); err != nil {
			return err
		}
		orders[trade] = order
	}
	for i, line := range b.Lines {
		b.Lines[i].OutTradeNo = orders[line.TradeNo]
	}
	return nil
}

// unsignedBatches returns proposals as the batches that they may become.
func unsignedBatches(ctx context.Context, db store.Runner, run Run) ([]Batch, error) {
	all, err := proposals(ctx, db, run)
	if err != nil {
		return nil, err
	}
	batches := make([]Batch, len(all))
	for i, p := range all {
		batches[i] = Batch{Proposal: p.ID, Digest: p.Digest, Run: run.ID, At: run.AsOf, Lines: p.Lines, Total: p.Total, Advice: p.advice, Unsigned: run.Unsigned, Seq: p.Seq, Of: int64(len(all))}
		if err := fillOrders(ctx, db, &batches[i]); err != nil {
			return nil, err
		}
	}
	return batches, nil
}

// adviceFor is what to do before a batch or proposal of a run is submitted: what is
// advised for the error codes that it answers, and a warning for each trade of which
// a bill shows a refund that nothing else tells of. It is no finding before the grace
// of a notification is over, but who types the password should know.
func adviceFor(ctx context.Context, db store.Runner, run, seq int64, answered []string) ([]string, error) {
	all := advice(answered)
	for rows, err := range store.Query(ctx, db, "batch_billed", run, seq) {
		if err != nil {
			return nil, err
		}
		var trade string
		var fen int64
		if err := rows.Scan(&trade, &fen); err != nil {
			return nil, err
		}
		all = append(all, fmt.Sprintf("trade %s: Alipay's bill shows a refund of %s that no notification reports: ask before it is refunded again (账单已有退款)", trade, alipay.Fen(fen)))
	}
	return all, nil
}

// advice lists, once each, what the error-code table advises for codes.
func advice(answered []string) []string {
	var all []string
	codes := alipay.ErrorCodes()
	seen := map[string]bool{"": true}
	for _, code := range answered {
		if c, ok := codes.Lookup(code); ok && !seen[code] {
			all = append(all, code+": "+c.Advice)
		}
		seen[code] = true
	}
	return all
}
