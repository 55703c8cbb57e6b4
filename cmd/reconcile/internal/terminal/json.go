package terminal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"reconcile/alipay"
)

// Schema is the version of the JSON that commands print. Within a version keys
// are only added.
const Schema = 1

// JSON returns one document for programs.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// PrintJSON prints one document for programs.
func (c *Console) PrintJSON(v any) error {
	document, err := JSON(v)
	if err != nil {
		return err
	}
	_, err = c.Raw.Write(document)
	return err
}

// PrintFields prints one document for programs that has its schema and the given
// keys, each followed by its value.
func (c *Console) PrintFields(pairs ...any) error {
	document := fmt.Appendf(nil, `{"schema":%d`, Schema)
	for i := 0; i < len(pairs); i += 2 {
		value, err := JSON(pairs[i+1])
		if err != nil {
			return err
		}
		document = fmt.Appendf(document, ",%q:%s", pairs[i], value)
	}
	return c.PrintJSON(json.RawMessage(append(document, '}')))
}

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
