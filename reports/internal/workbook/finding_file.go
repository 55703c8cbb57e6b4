package workbook

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"os"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/words"
)

// A findingFile keeps the findings of the run in a file, so that they are read from the
// books once, however many sheets show them and however many they are.
type findingFile struct {
	file *os.File
	out  *bufio.Writer
	head []byte // the size of a record
	buf  []byte // and the record
	size int64  // of all of them
}

// newFindingFile begins a spool in a file of this name. It has to be closed.
func newFindingFile(name string) (*findingFile, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &findingFile{file: file, out: bufio.NewWriterSize(file, 64<<10)}, nil
}

// add keeps a finding.
func (s *findingFile) add(f *ledger.Finding) error {
	s.buf = appendFinding(s.buf[:0], f)
	s.head = binary.AppendUvarint(s.head[:0], uint64(len(s.buf)))
	s.size += int64(len(s.head) + len(s.buf))
	_, err := s.out.Write(s.head)
	if err == nil {
		_, err = s.out.Write(s.buf)
	}
	return err
}

// end makes the findings ready to be read.
func (s *findingFile) end() error { return s.out.Flush() }

func (s *findingFile) close() error { return s.file.Close() }

// all yields what was kept, in its order. It may be called by several at once.
func (s *findingFile) all(ctx context.Context) iter.Seq2[ledger.Finding, error] {
	return func(yield func(ledger.Finding, error) bool) {
		r := findingReader{in: bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.size), 64<<10)}
		for r.read < s.size {
			if !r.yieldNext(ctx, yield) {
				return
			}
		}
	}
}

// inOrder yields findings in an order of their own.
func (s *findingFile) inOrder(ctx context.Context, order []rank) iter.Seq2[ledger.Finding, error] {
	return func(yield func(ledger.Finding, error) bool) {
		in := &recordReader{file: s.file}
		r := findingReader{in: bufio.NewReaderSize(in, 1<<10)}
		for _, at := range order {
			in.at = at.record
			r.in.Reset(in)
			if !r.yieldNext(ctx, yield) {
				return
			}
		}
	}
}

// yieldNext yields the next finding, or the error that ends them, and reports whether more
// are wanted.
func (r *findingReader) yieldNext(ctx context.Context, yield func(ledger.Finding, error) bool) bool {
	f, err := r.next()
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		yield(f, words.Errorf("findings kept aside: %w", err))
		return false
	}
	return yield(f, nil)
}

// A recordReader reads a file on from anywhere.
type recordReader struct {
	file *os.File
	at   int64
}

func (r *recordReader) Read(b []byte) (n int, err error) {
	n, err = r.file.ReadAt(b, r.at)
	r.at += int64(n)
	return n, err
}

// appendFinding writes a finding as a spool keeps it: its fields one after the
// other, texts with their length before them, what may be absent with a count of
// 0 or 1.
func appendFinding(b []byte, f *ledger.Finding) []byte {
	for _, s := range []string{f.ID, f.Code, string(f.Severity), string(f.Status), f.TradeNo, f.BatchNo, f.NotifyID, f.Expected, f.Actual} {
		b = appendString(b, s)
	}
	b = appendAmount(b, f.Amount)
	b = binary.AppendVarint(b, f.FirstRun)
	b = appendTime(appendTime(b, f.FirstAt), f.Since)
	b = binary.AppendVarint(b, int64(f.AgeDays))
	b = binary.AppendVarint(b, int64(len(f.Evidence)))
	for _, p := range f.Evidence {
		b = binary.AppendVarint(appendString(b, p.File), p.Line)
	}
	b = appendStrings(appendStrings(b, f.Flight), f.Acts)
	b = appendPresence(b, f.Before != nil)
	if was := f.Before; was != nil {
		b = appendAmount(appendString(b, string(was.Severity)), was.Amount)
		b = appendString(appendString(b, was.Expected), was.Actual)
	}
	b = appendPresence(b, f.Review != nil)
	if f.Review != nil {
		b = appendReview(b, f.Review)
	}
	return b
}

func appendReview(b []byte, r *ledger.Review) []byte {
	for _, s := range []string{string(r.Decision), r.Owner, r.Comment, r.Person} {
		b = appendString(b, s)
	}
	b = appendPresence(appendPresence(b, r.Tick), r.Holds)
	return appendTime(appendTime(b, r.Until), r.At)
}

func appendStrings(b []byte, all []string) []byte {
	b = binary.AppendVarint(b, int64(len(all)))
	for _, s := range all {
		b = appendString(b, s)
	}
	return b
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendVarint(b, int64(len(s))), s...)
}

func appendPresence(b []byte, there bool) []byte {
	if there {
		return binary.AppendVarint(b, 1)
	}
	return binary.AppendVarint(b, 0)
}

func appendAmount(b []byte, m *alipay.Money) []byte {
	b = appendPresence(b, m != nil)
	if m != nil {
		b = binary.AppendVarint(b, m.Fen())
	}
	return b
}

func appendTime(b []byte, t time.Time) []byte {
	return binary.AppendVarint(binary.AppendVarint(b, t.Unix()), int64(t.Nanosecond()))
}

// A findingReader reads records that appendFinding has written. The texts of one are
// parts of one string. After an error it reads zero values.
type findingReader struct {
	in     *bufio.Reader
	read   int64  // bytes of records, the size before each included
	bytes  []byte // the current record
	record string // the same
	at     int    // how far it is read
	err    error
}

var errRecord = errors.New("a record is not whole")

// next reads the next record.
func (r *findingReader) next() (f ledger.Finding, err error) {
	size, err := binary.ReadUvarint(r.in)
	if err != nil {
		return f, err
	}
	r.bytes = slices.Grow(r.bytes[:0], int(size))[:size]
	if _, err := io.ReadFull(r.in, r.bytes); err != nil {
		return f, err
	}
	r.record, r.at = string(r.bytes), 0
	r.read += int64(len(binary.AppendUvarint(nil, size))) + int64(size)
	f = r.finding()
	return f, r.err
}

func (r *findingReader) finding() (f ledger.Finding) {
	f.ID, f.Code, f.Severity, f.Status = r.text(), r.text(), ledger.Severity(r.text()), ledger.Status(r.text())
	f.TradeNo, f.BatchNo, f.NotifyID, f.Expected, f.Actual = r.text(), r.text(), r.text(), r.text(), r.text()
	f.Amount, f.FirstRun, f.FirstAt, f.Since, f.AgeDays = r.amount(), r.number(), r.time(), r.time(), int(r.number())
	for range r.number() {
		f.Evidence = append(f.Evidence, ledger.Place{File: r.text(), Line: r.number()})
	}
	f.Flight, f.Acts = r.texts(), r.texts()
	if r.number() == 1 {
		f.Before = &ledger.FindingValues{Severity: ledger.Severity(r.text()), Amount: r.amount(), Expected: r.text(), Actual: r.text()}
	}
	if r.number() == 1 {
		f.Review = r.review()
	}
	return f
}

func (r *findingReader) review() *ledger.Review {
	return &ledger.Review{
		Decision: ledger.Decision(r.text()), Owner: r.text(), Comment: r.text(), Person: r.text(),
		Tick: r.number() == 1, Holds: r.number() == 1, Until: r.time(), At: r.time(),
	}
}

func (r *findingReader) number() int64 {
	n, size := binary.Varint(r.bytes[r.at:])
	if size <= 0 || r.err != nil {
		r.err = errRecord
		return 0
	}
	r.at += size
	return n
}

func (r *findingReader) text() string {
	n := int(r.number())
	if r.err != nil || n < 0 || n > len(r.record)-r.at {
		r.err = errRecord
		return ""
	}
	s := r.record[r.at : r.at+n]
	r.at += n
	return s
}

func (r *findingReader) texts() (all []string) {
	for range r.number() {
		all = append(all, r.text())
	}
	return all
}

func (r *findingReader) amount() *alipay.Money {
	if r.number() == 0 {
		return nil
	}
	m := alipay.Fen(r.number())
	return &m
}

func (r *findingReader) time() time.Time {
	seconds, nanos := r.number(), r.number()
	if t := time.Unix(seconds, nanos); !t.IsZero() {
		return t.In(alipay.Shanghai())
	}
	return time.Time{}
}
