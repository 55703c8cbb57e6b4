package importers

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/ledger"
)

// A RefusedError is the error of a file that is refused as a whole (§3).
type RefusedError = files.RefusedError

// Fields returns the keys that a configuration may have under columns: one for the
// header of each field, and one for the sheet of a workbook.
func Fields() []string { return orders.Fields() }

// A File is one file to import.
type File struct {
	Account int64
	Kind    ledger.Kind
	Path    string // to show
	Name    string // to open
	Run     int64  // that reads it; of an Ingest, which finds the run itself, not asked
}

// Options are how files are read.
type Options struct {
	Charset         alipay.Charset      // of requests that name none
	Merchant        alipay.Merchant     // the account, which captured requests are checked against
	Partner         string              // of the account; requests and bills of others are not accepted
	Verifier        alipay.Verifier     // nil: signatures are not checked
	Others          []alipay.Verifier   // of other accounts, whose notifications share the log and are ignored
	RequestVerifier alipay.Verifier     // of captured requests; nil: their signatures are not checked
	Columns         map[string]string   // of exports: field to header; see Fields
	Rows            map[string][]string // of exports: header to values; only such rows count
	SameTrade       ledger.SameTrade    // of exports: what several rows of one trade are
	Ingest          *ledger.Ingest      // set where a run that comes later is read for
	Final           bool                // the last line of a log is complete even without a line end
	Rehash          bool                // read files even if the file system reports no change

	// Now returns the time at which a file is read. Nil means time.Now.
	Now func() time.Time

	// Progress is called with the index of a file and how many more of its bytes were
	// read: each byte once to hash the file and once more if it is new, and all of that
	// again if the file is read a second time. It is called on one goroutine at a time,
	// which may not be the caller's. May be nil.
	Progress func(file int, bytes int64)
}

// Import reads files into the ledger, in order: all of a file, what was appended to a
// log, or nothing if its bytes are known. A file is imported completely or not at all,
// and importing it again changes nothing (§3.5). Import yields the result of each file
// after it was committed.
//
// A file that is refused is not an error; its result has the reason in Refused. An
// error is the ledger's or the context's, and yielded last.
func Import(ctx context.Context, l *ledger.Ledger, list []File, o Options) iter.Seq2[ledger.RunFile, error] {
	return func(yield func(ledger.RunFile, error) bool) {
		for first := 0; first < len(list); {
			t := &transaction{ctx: ctx, ledger: l, files: list, first: first, opts: o}
			done, err := t.read(len(list))
			for _, file := range done {
				if !yield(file, nil) {
					return
				}
			}
			if err != nil {
				yield(ledger.RunFile{}, err)
				return
			}
			first += len(done)
		}
	}
}

// settings returns what the rows of an export are read under, so that other settings make
// another import of the same bytes.
func (o Options) settings() string {
	if len(o.Columns) == 0 && len(o.Rows) == 0 && o.SameTrade == ledger.SameTradeUnknown {
		return ""
	}
	h := sha256.New()
	for _, field := range slices.Sorted(maps.Keys(o.Columns)) {
		fmt.Fprintf(h, "column %q %q\n", field, o.Columns[field])
	}
	for _, header := range slices.Sorted(maps.Keys(o.Rows)) {
		fmt.Fprintf(h, "rows %q %q\n", header, o.Rows[header])
	}
	if o.SameTrade != ledger.SameTradeUnknown {
		fmt.Fprintf(h, "same_trade %q\n", o.SameTrade)
	}
	return sum(h)
}

// exports returns how exports are read.
func (o Options) exports() orders.Settings {
	return orders.Settings{Columns: o.Columns, Rows: o.Rows, SameTrade: o.SameTrade}
}

// keys says which keys logs are read with, so that what they do not verify is read again
// with others (§3.1): "off" where signatures are not checked.
func (o Options) keys() string {
	if o.Verifier == nil {
		return ledger.Unverified
	}
	h := sha256.New()
	for _, v := range append([]alipay.Verifier{o.Verifier, o.RequestVerifier}, o.Others...) {
		if v == nil {
			fmt.Fprintln(h)
			continue
		}
		fmt.Fprintln(h, v.SignType(), alipay.Fingerprint(v))
	}
	return sum(h)[:16]
}

// now returns the current time.
func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}
