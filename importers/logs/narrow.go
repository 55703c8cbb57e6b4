package logs

import (
	"bytes"

	"golang.org/x/text/encoding/unicode"
)

// narrow returns the text of a line in UTF-16 that stands in a log of another charset, as
// where PowerShell's >> appends to it, and any other line as it is. What the line feed
// and trimNULs leave of such a line has the low byte of each character first, whichever
// order the log has.
func narrow(line []byte) []byte {
	if bytes.IndexByte(line, 0) < 0 || bytes.Count(line, []byte{0})*4 < len(line) {
		return line
	}
	wide := bytes.Clone(bytes.TrimPrefix(line, []byte("\xFE\xFF\x00")))
	if len(wide)%2 == 1 {
		wide = append(wide, 0)
	}
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder().Bytes(wide)
	if err != nil {
		return line
	}
	return bytes.TrimSuffix(text, []byte("\r"))
}
