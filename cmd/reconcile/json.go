package main

import (
	"fmt"
	"io"
	"time"

	"reconcile/alipay"
)

// schema is the version of the JSON that commands print. Within a version keys
// are only added.
const schema = 1

// stamp prints a moment in Shanghai, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(alipay.Shanghai()).Format(alipay.TimeLayout)
}

// amountText prints an amount that may be unknown, "" for none.
func amountText(m *alipay.Money) string {
	if m == nil {
		return ""
	}
	return m.String()
}

// A documents prints JSON documents: one as it is, several as the items of one
// array, so that what is printed is one document in any case.
type documents struct {
	w       io.Writer
	several bool
	count   int
}

// add prints the next document.
func (d *documents) add(document io.Reader) error {
	if d.several {
		fmt.Fprint(d.w, d.separator())
	}
	d.count++
	_, err := io.Copy(d.w, document)
	return err
}

// separator is what stands before a document of several.
func (d *documents) separator() string {
	if d.count == 0 {
		return "[\n"
	}
	return ",\n"
}

// end prints what stands after the last document of several.
func (d *documents) end() {
	switch {
	case d.several && d.count == 0:
		fmt.Fprintln(d.w, "[]")
	case d.several:
		fmt.Fprintln(d.w, "]")
	}
}
