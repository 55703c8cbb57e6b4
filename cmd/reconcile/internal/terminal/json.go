package terminal

import (
	"fmt"
	"io"
	"time"

	"reconcile/alipay"
)

// Schema is the version of the JSON that commands print. Within a version keys
// are only added.
const Schema = 1

// Stamp prints a moment in Shanghai, "" for none.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(alipay.Shanghai()).Format(alipay.TimeLayout)
}

// AmountText prints an amount that may be unknown, "" for none.
func AmountText(m *alipay.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}

// A JSONArray prints JSON documents: one as it is, several as the items of one
// array, so that what is printed is one document in any case.
type JSONArray struct {
	W       io.Writer
	Several bool
	count   int
}

// Add prints the next document.
func (d *JSONArray) Add(document io.Reader) error {
	if d.Several {
		fmt.Fprint(d.W, d.separator())
	}
	d.count++
	_, err := io.Copy(d.W, document)
	return err
}

// separator is what comes before a document of several.
func (d *JSONArray) separator() string {
	if d.count == 0 {
		return "[\n"
	}
	return ",\n"
}

// End prints what comes after the last document of several.
func (d *JSONArray) End() {
	switch {
	case d.Several && d.count == 0:
		fmt.Fprintln(d.W, "[]")
	case d.Several:
		fmt.Fprintln(d.W, "]")
	}
}
