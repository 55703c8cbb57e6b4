package importers

import (
	"context"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/orders"
	"reconcile/ledger"
)

// A RefusedError says why a file is refused whole (§3).
type RefusedError = files.RefusedError

// Fields returns the keys that a configuration may have under columns: one for the
// header of each field, and one for the sheet of a workbook.
func Fields() []string { return orders.Fields() }

// A File is one file to import.
type File struct {
	Account int64
	Kind    ledger.Kind
	Path    string // as it is shown
	Name    string // as it is opened
	Run     int64
}

// Options say how a file is to be read.
type Options struct {
	Charset  alipay.Charset    // of requests that name none
	Partner  string            // whose requests they are
	Verifier alipay.Verifier   // nil: notifications need no signature
	Columns  map[string]string // of exports: field to header; see Fields
	Final    bool              // the last line of a log is whole, though no line end follows
	Rehash   bool              // read every file, though the file system says that it has not changed

	// Now is the clock that files are stamped by. Nil: the system's.
	Now func() time.Time

	// Progress is told how many more bytes of a file were read, by its place among the
	// files: each once to measure the file, and once more to take in what is new; all
	// of it again where the file is read a second time. It is told on one goroutine at
	// a time, which need not be the caller's. Nil: nobody asks.
	Progress func(file int, bytes int64)
}

// Import reads files into the ledger in their order: all of each, what a log has grown
// by, or nothing where its bytes are known. A file is in the ledger whole or not at
// all, and importing it again changes nothing (§3.5). It yields what became of each
// file once that is in the ledger.
//
// What is wrong with a file is not an error but said in Refused. An error is the
// ledger's, or the context's, and the last thing that is yielded.
func Import(ctx context.Context, l *ledger.Ledger, files []File, o Options) iter.Seq2[ledger.RunFile, error] {
	return func(yield func(ledger.RunFile, error) bool) {
		for first := 0; first < len(files); {
			g := &transaction{ctx: ctx, ledger: l, files: files, first: first, opts: o}
			done, err := g.read(len(files))
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

// now is the time of the clock that stamps files.
func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}
