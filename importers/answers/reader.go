// Package answers reads what Alipay answers to queries about refunds: of
// refund_fastpay_query, form-encoded or as XML, and of alipay.trade.fastpay.refund.query,
// as JSON. "§" names a section of the contract (§3.4b).
package answers

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/ledger"
)

// A Line is one line of a file of answers.
type Line struct {
	Number  int64 // from 1
	Verdict files.Verdict
	Answers []ledger.Answer // of a line that was Read
	Reason  string          // of an Unread line
	Trades  []string        // that an Unread line names
}

// maxRecord is the length of the longest answer that is read, in bytes.
const maxRecord = 1 << 20

// Read yields every line of a text of answers: saved one a file or one after the other,
// each in a line or over several, whatever a logger has put before them. What an answer
// over several lines says is said of the first of them; the others are Ignored. Ignored is
// also what says nothing of a refund: that none was found settles nothing.
//
//	is_success=T&result_details=20160712001^2016071221001004430242532850^0.01^SUCCESS
//	<alipay><is_success>T</is_success><response>…<result_details>…
//	{"alipay_trade_fastpay_refund_query_response":{"code":"10000",…},"sign":"…"}
//
// Errors: *files.RefusedError where the text ends in the middle of an answer, or one is
// longer than 1 MiB; those of the reader. An error is yielded last.
func Read(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		rec := record{first: 1}
		for {
			text, err := nextLine(in)
			if err == io.EOF && text == "" {
				break
			}
			if err != nil && err != io.EOF {
				yield(Line{}, atLine(rec.next(), err))
				return
			}
			if rec.add(text); rec.first == 1 && rec.lines == 1 && isPage(text) {
				yield(Line{}, &files.RefusedError{Reason: "an HTML page, and no answer of Alipay's: save the body of the answer"})
				return
			}
			if rec.text.Len() > maxRecord {
				yield(Line{}, atLine(rec.first, errTooLong()))
				return
			}
			if err == io.EOF && !rec.open() && mayBeCut(rec.text.String()) {
				yield(Line{}, &files.RefusedError{Reason: fmt.Sprintf("cut off: line %d has no end and does not read; save it again", rec.first)})
				return
			}
			if !rec.open() && !rec.yield(yield) {
				return
			}
			if err == io.EOF {
				break
			}
		}
		if rec.lines > 0 && hasTrace(rec.text.String()) {
			yield(Line{}, &files.RefusedError{Reason: fmt.Sprintf("cut off: the answer that begins in line %d has no end; save it again", rec.first)})
			return
		}
		rec.yield(yield)
	}
}

// isPage reports whether a text that begins with a line is a page for people.
func isPage(line string) bool {
	line = strings.ToLower(strings.TrimLeft(line, " \t"))
	return strings.HasPrefix(line, "<!doctype html") || strings.HasPrefix(line, "<html")
}

// nextLine returns the next line without its end. Errors: io.EOF with the last one, or
// after it; *files.RefusedError.
func nextLine(in *bufio.Reader) (string, error) {
	var long []byte
	for {
		part, err := in.ReadSlice('\n')
		if err == nil || err == io.EOF {
			return strings.TrimRight(string(long)+string(part), "\r\n"), err
		}
		if err != bufio.ErrBufferFull {
			return "", err
		}
		if long = append(long, part...); len(long) > maxRecord {
			return "", errTooLong()
		}
	}
}

func errTooLong() error {
	return &files.RefusedError{Reason: "longer than 1 MiB, which no answer is: save each answer in a line of its own"}
}

// atLine names the line in a refusal.
func atLine(line int64, err error) error {
	if refused, ok := err.(*files.RefusedError); ok {
		return &files.RefusedError{Reason: fmt.Sprintf("line %d: %s", line, refused.Reason)}
	}
	return err
}

// mayBeCut reports whether a record at the end of a text that has no line end may be the
// beginning of an answer: it does not read, or what it ends with is no code that is known.
func mayBeCut(text string) bool {
	line := read(text)
	for _, a := range line.Answers {
		if _, known := alipay.ErrorCodes().Lookup(a.Result.Code); !known && a.Result.Code != alipay.Success {
			return true
		}
	}
	return line.Verdict == files.Unread
}

// A record is the lines that belong together: one, or those of an answer that stands over
// several.
type record struct {
	first int64 // number of its first line
	lines int64
	text  strings.Builder

	json  jsonDepth
	isXML bool
}

func (r *record) next() int64 { return r.first + r.lines }

// add adds a line to the record.
func (r *record) add(line string) {
	if r.lines > 0 {
		r.text.WriteByte('\n')
	}
	r.lines++
	r.text.WriteString(line)
	if r.isXML = (r.isXML || strings.Contains(line, "<alipay>")) && !strings.Contains(line, "</alipay>"); r.isXML {
		return
	}
	r.json.line(line)
}

// open reports whether the record goes on in the next line.
func (r *record) open() bool { return r.isXML || r.json.depth > 0 }

// yield yields the lines of the record and begins the next one.
func (r *record) yield(yield func(Line, error) bool) bool {
	defer func() { *r = record{first: r.next()} }()
	for n := range r.lines {
		line := Line{Number: r.first + n}
		if n == 0 {
			line = read(r.text.String())
			line.Number = r.first
		}
		if !yield(line, nil) {
			return false
		}
	}
	return true
}

// A jsonDepth follows the objects of JSON text from line to line. No string of JSON holds
// a line end: where one is open at the end of a line the text is none.
type jsonDepth struct {
	depth int
}

func (d *jsonDepth) line(line string) {
	rest := line
	if d.depth == 0 {
		begin := objectBegin(rest)
		if begin < 0 {
			return
		}
		rest = rest[begin:]
	}
	inString := false
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{':
			d.depth++
		case c == '}':
			d.depth = max(d.depth-1, 0)
		}
	}
	if inString {
		d.depth = 0
	}
}

// objectBegin returns where in a text an object of JSON may begin, -1 for nowhere.
func objectBegin(s string) int {
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '{')
		if at < 0 {
			return -1
		}
		at += from
		if after := strings.TrimLeft(s[at+1:], " \t\r\n"); after == "" || after[0] == '"' || after[0] == '}' {
			return at
		}
		from = at + 1
	}
}
