package batch

import (
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/report"
	"reconcile/words"
)

// A Summary is one batch in summary.json.
type Summary struct {
	BatchNo  string       `json:"batch_no,omitempty"` // absent from a proposal
	Proposal string       `json:"proposal,omitempty"` // "P7-1"; absent from a batch
	Lines    int          `json:"lines"`
	Amount   alipay.Money `json:"amount"`
	Files    []string     `json:"files"`
}

// WriteAll writes the files of each batch into batches/ (§4.3):
// <batch_no>.json, .csv and .html; of a proposal, which has neither number nor
// signature, proposal-1.json, .csv and .html, from which nothing can be submitted.
func WriteAll(dir report.Folder, list []ledger.Batch, r report.Report) ([]Summary, error) {
	sub := report.Folder(filepath.Join(string(dir), "batches"))
	if err := os.Mkdir(string(sub), 0o777); err != nil {
		return nil, err
	}
	written := []Summary{}
	proposals := 0
	for _, b := range list {
		name := b.BatchNo
		if name == "" {
			proposals++
			name = "proposal-" + strconv.Itoa(proposals)
		}
		files, err := writeFiles(dir.Create, "batches/"+name, b, r)
		if err != nil {
			return nil, err
		}
		written = append(written, Summary{b.BatchNo, b.Proposal, len(b.Lines), b.Total, files})
	}
	return written, sub.Sync()
}

// A form is one way to write a batch down.
type form struct {
	ext   string
	write func(out io.Writer, b ledger.Batch, r report.Report) error
}

// forms are the files of a batch or proposal.
func forms() []form {
	return []form{{".json", writeJSON}, {".csv", writeCSV}, {".html", writeHandover}}
}

// writeFiles writes the files of a batch, each through put, and returns their names.
func writeFiles(put func(string, os.FileMode, func(io.Writer) error) error, name string, b ledger.Batch, r report.Report) (files []string, err error) {
	for _, form := range forms() {
		file := name + form.ext
		if err := put(file, report.Private, func(out io.Writer) error { return form.write(out, b, r) }); err != nil {
			return nil, words.Errorf("batch %s: %w", path.Base(name), err)
		}
		files = append(files, file)
	}
	return files, nil
}

// Replace writes the files of a batch that people released, in place of those
// that are there, and returns their names.
func Replace(dir report.Folder, b ledger.Batch, r report.Report) ([]string, error) {
	files, err := writeFiles(dir.Replace, b.BatchNo, b, r)
	if err != nil {
		return nil, err
	}
	return files, dir.Sync()
}

// file is <batch_no>.json: everything that the gateway is sent, and what
// the lines do to their trades.
type file struct {
	BatchNo    string            `json:"batch_no,omitempty"`
	Proposal   string            `json:"proposal,omitempty"` // "P7-1": what people approve and release
	Digest     string            `json:"digest,omitempty"`   // of a proposal's lines: what people approve
	Account    string            `json:"account"`            // its name and its partner, masked: no other may submit this
	Run        int64             `json:"run"`
	RefundDate string            `json:"refund_date"`
	Unsigned   string            `json:"unsigned,omitempty"`   // why there is no number and no signature
	VerifyOff  bool              `json:"verify_off,omitempty"` // it answers notifications whose signatures nobody checked
	Gateway    string            `json:"gateway,omitempty"`
	Charset    alipay.Charset    `json:"charset"`
	Count      int               `json:"lines_count"`
	Total      alipay.Money      `json:"total"`
	SHA256     string            `json:"detail_data_sha256"` // of the bytes that are sent
	Params     map[string]string `json:"params"`             // as text
	Body       string            `json:"body,omitempty"`     // url-encoded, in the bytes that were signed
	Advice     []string          `json:"advice,omitempty"`
	Lines      []line            `json:"lines"`
}

type line struct {
	TradeNo string       `json:"trade_no"`
	Amount  alipay.Money `json:"amount"`
	Reason  string       `json:"reason"`
	Paid    alipay.Money `json:"paid"`
	Before  alipay.Money `json:"refunded_before"`
	After   alipay.Money `json:"refunded_after"`
}

func writeJSON(out io.Writer, b ledger.Batch, r report.Report) error {
	text, err := decodeParams(b)
	if err != nil {
		return err
	}
	f := file{
		BatchNo: b.BatchNo, Proposal: b.Proposal, Digest: b.Digest, Account: r.Account(), Run: b.Run, RefundDate: refundDate(b), Unsigned: b.Unsigned, VerifyOff: r.VerifyOff,
		Gateway: b.Gateway, Charset: b.Charset, Count: len(b.Lines), Total: b.Total,
		SHA256: b.SHA256, Params: map[string]string{}, Advice: b.Advice,
	}
	for _, p := range text {
		f.Params[p.Name] = p.Value
	}
	if b.BatchNo != "" {
		f.Body = b.Params.Encode()
	}
	for _, l := range b.Lines {
		f.Lines = append(f.Lines, line{l.TradeNo, l.Amount, l.Reason, l.Paid, l.Refunded, l.Refunded.Add(l.Amount)})
	}
	return report.WriteJSON(out, f)
}

// decodeParams turns the parameters into text and makes sure that the text
// gives back the very bytes that were signed.
func decodeParams(b ledger.Batch) (alipay.Params, error) {
	text := make(alipay.Params, 0, len(b.Params))
	for _, p := range b.Params {
		s, err := b.Charset.Decode(p.Value)
		if err != nil {
			return nil, words.Errorf("%s: %w", p.Name, err)
		}
		if again, err := b.Charset.Encode(s); err != nil || again != p.Value {
			return nil, words.Errorf("%s: no text gives these bytes in %s: %s", p.Name, b.Charset, alipay.Quote(p.Value))
		}
		text = append(text, alipay.Param{Name: p.Name, Value: s})
	}
	return text, nil
}

func refundDate(b ledger.Batch) string { return b.At.In(alipay.Shanghai()).Format(alipay.TimeLayout) }
