package files

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/transform"
)

// DecodeLog returns the text of a log: one in UTF-16 is decoded to UTF-8, and its
// Encoding is returned; any other is returned as it is, whatever its charset, with the
// zero Encoding, because the charset of a log is that of each of its lines. What is no
// character in UTF-16 becomes U+FFFD, which no signature verifies. Errors: those of r.
func DecodeLog(r io.Reader) (io.Reader, Encoding, error) {
	br := bufio.NewReaderSize(r, headBytes)
	head, err := br.Peek(headBytes)
	if err != nil && err != io.EOF {
		return nil, Encoding{}, err
	}
	enc := wideEncoding(head)
	if enc.Name == "" {
		return br, enc, nil
	}
	return transform.NewReader(&wideReader{r: br}, enc.decoder()), enc, nil
}

// MaxTail is how much of what follows the last line end of a log is looked at.
const MaxTail = 8 << 20

// Tail returns the text of a plain log from an offset on, of a long one its beginning.
// Errors: *RefusedError.
func (in *Input) Tail(from int64) ([]byte, error) {
	r := io.Reader(io.NewSectionReader(in.file, from, min(in.Size()-from, MaxTail)))
	if in.wide.Name != "" {
		r = transform.NewReader(&wideReader{r: r}, in.wide.decoder())
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, Refuse(err)
	}
	return text, nil
}

// A wideReader reads text in UTF-16 and refuses it where it goes on in another charset, as
// where one program made the log and another one appends to it: decoded as UTF-16 that
// would be Chinese, in which nothing is found.
type wideReader struct {
	r   io.Reader
	run int // bytes of ASCII up to here
}

// maxNarrow is the length of a run of bytes of ASCII that no text in UTF-16 has: 32
// Chinese characters of a kind that is one in three.
const maxNarrow = 64

func (w *wideReader) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	for _, c := range p[:n] {
		if w.run++; !isPlainASCII(c) {
			w.run = 0
		}
		if w.run == maxNarrow {
			return 0, &RefusedError{Reason: "begins in UTF-16 and goes on in another charset, so nothing would be found in it: split it where the charset changes, or save it as UTF-8"}
		}
	}
	return n, err
}

// wideEncoding returns the encoding of a text in UTF-16 by its first bytes: a byte order
// mark, or ASCII characters of two bytes each, which every log has in its time stamps,
// names and numbers. The zero value is that of any other text.
func wideEncoding(head []byte) Encoding {
	switch {
	case len(head) < 2:
		return Encoding{}
	case head[0] == 0xFF && head[1] == 0xFE:
		return Encoding{"UTF-16LE", "byte order mark"}
	case head[0] == 0xFE && head[1] == 0xFF:
		return Encoding{"UTF-16BE", "byte order mark"}
	}
	little, big, units, run := 0, 0, 0, 0
	for i := 0; i+1 < len(head); i += 2 {
		low, high := head[i], head[i+1]
		if run++; !isPlainASCII(low) || !isPlainASCII(high) {
			run = 0
		}
		switch {
		case run == maxNarrow/8: // another charset, even if it goes on in UTF-16
			return Encoding{}
		case low == 0 && high == 0: // of a hole
			continue
		case high == 0 && isPlainASCII(low):
			little++
		case low == 0 && isPlainASCII(high):
			big++
		}
		units++
	}
	const found = "bytes of ASCII characters"
	switch {
	case little*4 > units && little > 8*big:
		return Encoding{"UTF-16LE", found}
	case big*4 > units && big > 8*little:
		return Encoding{"UTF-16BE", found}
	}
	return Encoding{}
}

// isPlainASCII reports whether a byte is a character of a text in ASCII.
func isPlainASCII(c byte) bool { return c >= ' ' && c < 0x7f || c == '\t' || c == '\n' || c == '\r' }

// isBinary reports whether a text has so many control characters among its first bytes
// that it is none. Long runs of NULs are holes, of a log that was truncated or of a disk
// that lost power, and single ones stand in lines in UTF-16; what separates fields (SOH,
// US) or colours them (ESC) is text.
func isBinary(head []byte) bool {
	const hole = 4
	strange, zeros := 0, 0
	for i, c := range head {
		if c == 0 {
			zeros++
			if i+1 < len(head) {
				continue
			}
		}
		if zeros > 1 && zeros < hole {
			strange += zeros
		}
		zeros = 0
		if c >= 4 && c <= 6 || c >= 14 && c <= 26 || c == 0x7f {
			strange++
		}
	}
	return strange >= 4 && strange*32 > len(head)
}

// checkLog refuses what is given as a log and is none, by its first bytes: what no line
// can be read of has not been ruled out (§3.1).
func checkLog(head []byte) error {
	for _, kind := range noLogs() {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return &RefusedError{Reason: kind.reason}
		}
	}
	if wideEncoding(head).Name == "" && isBinary(head) {
		return &RefusedError{Reason: "no text, so nothing can be found in it: give the log as text, and name only logs in the pattern"}
	}
	return nil
}

// noLogs are kinds of files that lie beside logs, or are logs that are not text.
func noLogs() []foreignKind {
	const elsewhere = ", not a log: name only logs in the pattern"
	return []foreignKind{
		{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Office file, not a log: save it as CSV or text"},
		{"%PDF-", "a PDF, not a log: give the log itself, as text"},
		{"SQLite format 3\x00", "a database, not a log: export its table as CSV or SQL"},
		{"\x89PNG", "an image" + elsewhere},
		{"\xFF\xD8\xFF", "an image" + elsewhere},
		{"\x7FELF", "a program" + elsewhere},
		{"\xCA\xFE\xBA\xBE", "a compiled class" + elsewhere},
		{"LPKSHHRH", "a journal of systemd: export it as text with journalctl -o cat"},
		{"ElfFile\x00", "a Windows event log (.evtx): save it as text"},
		{"\xFEbin", "a binary log of MySQL: print it as text with mysqlbinlog"},
		{"\xD4\xC3\xB2\xA1", "a capture of packets (pcap): give the log of the program that takes the notifications"},
		{"\x0A\x0D\x0D\x0A", "a capture of packets (pcapng): give the log of the program that takes the notifications"},
		{"\x04\x22\x4D\x18", "packed with lz4: unpack it, or use gzip or zip"},
		{"\x1F\x9D", "packed with compress: unpack it, or use gzip or zip"},
	}
}
