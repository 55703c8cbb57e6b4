package importers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

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

	// Progress is told how many more bytes of the file were read: each once to
	// measure the file, and once more to take in what is new. It is told on one
	// goroutine at a time, which need not be the caller's. Nil: nobody asks.
	Progress func(bytes int64)
}

// Import reads a file into the ledger: all of it, what a log has grown by, or
// nothing where its bytes are known. A file is in the ledger whole or not at
// all, and importing it again changes nothing (§3.5).
//
// What is wrong with the file is not an error but said in Refused. Errors: the
// ledger's, and the context's.
func Import(ctx context.Context, l *ledger.Ledger, f File, o Options) (ledger.RunFile, error) {
	j := &job{ctx: ctx, ledger: l, file: f, opts: o}
	j.began, j.out = o.now(), ledger.RunFile{Path: f.Path, Kind: f.Kind}
	err := j.run()
	var refused *RefusedError
	if errors.As(err, &refused) {
		j.out.Refused = refused.Reason
		return j.out, nil
	}
	if err != nil {
		return ledger.RunFile{}, fmt.Errorf("import %s: %w", f.Path, err)
	}
	return j.out, nil
}
