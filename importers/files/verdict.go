package files

import (
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"

	"reconcile/alipay"
	"reconcile/importers/xlsx"
)

// A Verdict is the result of reading one line. Whether a line that was read is
// accepted or a duplicate is decided by the ledger.
type Verdict int

// The verdicts.
const (
	Ignored      Verdict = iota // not ours: another service, a preamble, a footer
	Read                        // a notification, a request, an order or a row of a bill
	Rejected                    // looks like one and cannot be read; the line has a reason
	BadSignature                // a notification whose signature does not verify
	Unread                      // has a trace of a notification or request, and no more can be read
)

// A RefusedError is the error of a file that is refused as a whole (§3): it is
// damaged, of a kind that is not supported, or not readable. Reason is shown to
// people and includes what to do about it.
type RefusedError struct{ Reason string }

func (e *RefusedError) Error() string { return e.Reason }

// Refuse makes an error of reading a file a *RefusedError, whatever it is.
func Refuse(err error) error {
	var refused *RefusedError
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return &RefusedError{Reason: "cut off: it ends in the middle; fetch it again"}
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum):
		return &RefusedError{Reason: "damaged: its checksum does not match; fetch it again"}
	case errors.Is(err, gzip.ErrHeader):
		return &RefusedError{Reason: "damaged: what follows is no gzip stream; fetch it again"}
	case errors.Is(err, zip.ErrFormat):
		return &RefusedError{Reason: "damaged: not a valid zip file; fetch it again"}
	case errors.Is(err, zip.ErrAlgorithm):
		return &RefusedError{Reason: "packed in a way that is not read: pack it again with zip"}
	case errors.As(err, &corrupt):
		return &RefusedError{Reason: "damaged: it does not unpack; fetch it again"}
	}
	return &RefusedError{Reason: "not readable: " + err.Error()}
}

// RefuseBook makes an error of package xlsx a *RefusedError where the workbook is
// damaged or unsupported, and returns any other error as it is.
func RefuseBook(err error) error {
	var damaged *xlsx.DamagedError
	var unsupported *xlsx.UnsupportedError
	if errors.As(err, &damaged) || errors.As(err, &unsupported) {
		return &RefusedError{Reason: err.Error()}
	}
	return err
}

// InMember puts the name of a member in front of the reason of a *RefusedError, and
// returns any other error as it is. An empty name is that of the file itself.
func InMember(name string, err error) error {
	var refused *RefusedError
	if name != "" && errors.As(err, &refused) {
		return &RefusedError{Reason: "member " + alipay.Quote(name) + ": " + refused.Reason}
	}
	return err
}
