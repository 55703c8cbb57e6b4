package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"strconv"

	"reconcile/alipay"
	"reconcile/words"
)

// An Entry is a batch as the journal or a batch file holds it.
type Entry struct {
	Partner    string       `json:"partner"`
	Job        string       `json:"job"`
	Run        int64        `json:"run"`
	BatchNo    string       `json:"batch_no"`
	RefundDate string       `json:"refund_date"`
	Head       string       `json:"head,omitempty"` // of the chain of runs when it was issued; of earlier programs none
	Lines      []EntryLine  `json:"lines"`          // Whole reads those of a journal
	Total      alipay.Money `json:"-"`              // of Lines
	Digest     string       `json:"digest"`         // hex, of trades and amounts in order

	Place Place `json:"-"`

	in   *Journal // where the lines are still to be read; nil once they are here
	at   int64    // where its line begins there, in bytes
	size int      // of that line, with its end
}

// An EntryLine is one refund of a batch.
type EntryLine struct {
	TradeNo string `json:"trade_no"`
	Amount  string `json:"amount"` // in yuan, with two decimals
}

type entryKey struct{ partner, batchNo, digest string }

func (e Entry) key() entryKey { return entryKey{e.Partner, e.BatchNo, e.Digest} }

// EntryOf is a request as the journal holds it.
//
// Errors: what of the request cannot be held, such as lines that do not read.
func EntryOf(r alipay.Request, job string, run int64) (Entry, error) {
	e := Entry{Partner: r.Partner, Job: job, Run: run, BatchNo: r.BatchNo, RefundDate: r.RefundDate, Digest: hex.EncodeToString(r.Digest[:])}
	for _, l := range r.Lines {
		e.Lines = append(e.Lines, EntryLine{l.TradeNo, l.Amount.String()})
	}
	return e, e.complete()
}

// complete computes what follows from the rest, and asks that it agrees.
func (e *Entry) complete() error {
	var fields []string
	for _, l := range e.Lines {
		amount, err := alipay.ParseMoney(l.Amount)
		if err != nil {
			return words.Errorf("trade %s: %w", l.TradeNo, err)
		}
		e.Total = e.Total.Add(amount)
		fields = append(fields, l.TradeNo, amount.String())
	}
	digest := alipay.NewDigest(fields...)
	if e.Digest != hex.EncodeToString(digest[:]) || !alipay.IsBatchNo(e.BatchNo) || len(e.Lines) == 0 {
		return words.Errorf("batch %s does not agree with its lines", alipay.Quote(e.BatchNo))
	}
	return nil
}

// Whole is the batch with its lines, which Entries leaves in the journal.
//
// Errors: ErrJournal, where they do not agree with the batch, or the journal is another
// since it was read.
func (e Entry) Whole() (Entry, error) {
	if e.in == nil {
		return e, nil
	}
	text := make([]byte, e.size)
	f, err := os.Open(e.in.Path)
	if err != nil {
		return Entry{}, e.in.wrong(err)
	}
	defer f.Close()
	if _, err := f.ReadAt(text, e.at); err != nil {
		return Entry{}, e.in.wrong(words.Errorf("line %d: %w", e.Place.Line, err))
	}
	body, err := bodyOf(text)
	if err != nil {
		return Entry{}, e.in.wrong(words.Errorf("line %d: %w", e.Place.Line, err))
	}
	whole, err := parseBody(body)
	switch {
	case err != nil:
		return Entry{}, e.in.wrong(words.Errorf("line %d: %w", e.Place.Line, err))
	case whole.key() != e.key() || whole.Job != e.Job || whole.Run != e.Run || whole.RefundDate != e.RefundDate:
		return Entry{}, e.in.wrong(words.Errorf("line %d: it is another batch than before", e.Place.Line))
	}
	whole.Place = e.Place
	return whole, nil
}

// bodyOf is the JSON of a line of a journal, whose length and checksum it proves.
func bodyOf(text []byte) ([]byte, error) {
	length, rest, _ := bytes.Cut(bytes.TrimSuffix(text, []byte("\n")), []byte(" "))
	sum, body, _ := bytes.Cut(rest, []byte(" "))
	got := sha256.Sum256(body)
	if string(length) != strconv.Itoa(len(body)) || string(sum) != hex.EncodeToString(got[:]) {
		return nil, words.Errorf("it was altered or is damaged: its length or checksum is another")
	}
	return body, nil
}

func parseBody(body []byte) (e Entry, err error) {
	if err := json.Unmarshal(body, &e); err != nil {
		return e, err
	}
	return e, e.complete()
}

// parseHead reads what a line of a journal says of its batch, and proves its checksum. A
// line that is not as this program writes it is read whole.
func parseHead(text []byte) (Entry, error) {
	body, err := bodyOf(text)
	if err != nil {
		return Entry{}, err
	}
	if e, ok := headOf(body); ok {
		return e, nil
	}
	return parseBody(body)
}

// headOf reads the batch around its lines: what stands before them, and the digest behind.
// It is not ok where any of that, or the place of the lines, is not as json.Marshal has it;
// what it is ok of says the same when it is read whole.
func headOf(body []byte) (e Entry, ok bool) {
	head, rest, found := bytes.Cut(body, []byte(`,"lines":[{`))
	if !found {
		return e, false
	}
	lines, tail, _ := bytes.Cut(rest, []byte("]"))
	text, behind := bytes.CutPrefix(tail, []byte(`,"digest":"`))
	digest, closed := bytes.CutSuffix(text, []byte(`"}`))
	if !bytes.HasSuffix(lines, []byte("}")) || !behind || !closed || !isDigest(digest) {
		return e, false
	}
	if err := json.Unmarshal(append(slices.Clip(head), '}'), &e); err != nil || e.Lines != nil || e.Digest != "" {
		return Entry{}, false
	}
	e.Digest = string(digest)
	return e, alipay.IsBatchNo(e.BatchNo)
}

// isDigest reports whether a text is a digest in small hex.
func isDigest(text []byte) bool {
	sum, err := hex.DecodeString(string(text))
	return err == nil && len(sum) == len(alipay.Digest{}) && hex.EncodeToString(sum) == string(text)
}
