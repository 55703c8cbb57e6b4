package report

import (
	"encoding/json"
	"io"
)

// WriteJSON prints for people too: indented, text as it is.
func WriteJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
