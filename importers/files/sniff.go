package files

import (
	"bufio"
	"bytes"
	"io"
)

// headBytes is how much of a file is looked at to find out its kind.
const headBytes = 4 << 10

// sniff refuses unpacked content that is packed again, or is not text.
func sniff(r *bufio.Reader, export bool) error {
	head, err := r.Peek(headBytes)
	if err != nil && err != io.EOF {
		return Refuse(err)
	}
	if packingOf(head) != Plain {
		return &RefusedError{Reason: "an archive inside an archive: unpack it"}
	}
	return checkHead(head, export)
}

// checkHead refuses a file that is not text, or is a page and not an export, by its
// first bytes.
func checkHead(head []byte, export bool) error {
	if !export {
		if err := checkLog(head); err != nil {
			return err
		}
	}
	for _, kind := range foreign() {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return &RefusedError{Reason: kind.reason}
		}
	}
	if len(head) > 262 && string(head[257:262]) == "ustar" {
		return &RefusedError{Reason: "a tar archive: unpack it, or use zip"}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if export && bytes.HasPrefix(text, []byte("<")) {
		return &RefusedError{Reason: pageReason(text)}
	}
	return nil
}

// pageReason returns the reason to refuse a text that begins with "<": a response of
// one of Alipay's interfaces, or any page.
func pageReason(text []byte) string {
	switch {
	case bytes.Contains(text, []byte("single_trade_query")):
		return "Alipay's answer about one trade (single_trade_query): " + TakeBill
	case bytes.Contains(text, []byte("account.page.query")), bytes.Contains(text, []byte("account_page_query")):
		return "Alipay's answer about the account (account.page.query): " + allFlows
	case bytes.Contains(text, []byte("<alipay>")):
		return "an answer of Alipay's interface (XML): " + TakeBill
	}
	return "an HTML or XML page, whatever it is called: open it and save it as .xlsx or CSV"
}

// A foreignKind is a kind of file that is not supported.
type foreignKind struct{ magic, reason string }

func foreign() []foreignKind {
	return []foreignKind{
		{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an Excel file of the old kind (.xls), or an encrypted workbook: save it as .xlsx or CSV"},
		{"BZh91AY&SY", "packed with bzip2: unpack it, or use gzip or zip"},
		{"\xFD7zXZ\x00", "packed with xz: unpack it, or use gzip or zip"},
		{"\x28\xB5\x2F\xFD", "packed with zstd: unpack it, or use gzip or zip"},
		{"7z\xBC\xAF\x27\x1C", "packed with 7-Zip: unpack it, or use gzip or zip"},
		{"Rar!\x1A\x07", "packed with RAR: unpack it, or use gzip or zip"},
		{"%PDF-", "a PDF: export it as CSV"},
		{"SQLite format 3\x00", "a database, not a log or an export"},
	}
}
