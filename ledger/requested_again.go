package ledger

import (
	"bytes"
	"database/sql"
	"errors"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// A RequestAgain is a capture of a log of submissions, or a line without one, that is read
// again.
type RequestAgain struct {
	Line    int64
	Ignored bool            // it is none of the interface's
	Request *alipay.Request // nil where it does not read
	Signed  bool            // its signature is good or not checked
}

// RequestedAgain is NotifiedAgain for requests. A request counts whatever its signature:
// only what is said of that ends.
func (in *Intake) RequestedAgain(a RequestAgain) (done bool, err error) {
	k := in.openSource.before
	if k == nil {
		return false, nil
	}
	was, source, err := k.verdict(a.Line)
	if err == nil && was != waiting && was != ignored {
		err = k.recall(a.Line, source, was)
	}
	switch {
	case err != nil || was == waiting || was == ignored || a.Ignored:
		return false, err
	case a.Request == nil:
		return in.refusedAgain(a.Line, func(knownReject) bool { return true })
	}
	return in.requestAgain(a)
}

// refusedAgain rejects a capture once more, where its line has such a rejection left.
func (in *Intake) refusedAgain(line int64, fits func(knownReject) bool) (done bool, err error) {
	r, ok := in.before.take(fits)
	if !ok {
		return false, nil
	}
	return true, in.rejectAgain(line, "row", r)
}

// requestAgain decides a request that reads.
func (in *Intake) requestAgain(a RequestAgain) (done bool, err error) {
	r := a.Request
	var standing []byte
	err = store.QueryRow(in.ctx, in.db, "request_digest", []any{r.BatchNo, in.source.Account}, &standing)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case !bytes.Equal(standing, r.Digest[:]):
		return in.refusedAgain(a.Line, func(k knownReject) bool { return k.batchNo == r.BatchNo })
	}
	if at, ok := r.RefundTime(); ok && a.Signed {
		in.include(at)
	}
	if a.Signed {
		_, err = store.Exec(in.ctx, in.db, "request_good", in.source.ID, r.BatchNo, in.source.Account, r.Digest[:])
	}
	in.countAgain(a.Line, duplicate)
	return true, err
}
