package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"reconcile/alipay"
	"reconcile/ledger"
)

// entry is a batch of one line, as the journal holds it.
func entry(t testing.TB, partner, batchNo string) ledger.Entry {
	t.Helper()
	body := alipay.Params{
		{Name: "service", Value: alipay.Service}, {Name: "partner", Value: partner}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "batch_no", Value: batchNo}, {Name: "refund_date", Value: "2026-03-07 02:30:00"}, {Name: "batch_num", Value: "1"},
		{Name: "detail_data", Value: "2026020100000001^1.00^x"},
	}.Encode()
	r, err := alipay.ParseRequest(body, alipay.UTF8)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ledger.EntryOf(r, "nightly", 1)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func newJournal(t testing.TB) *ledger.Journal {
	t.Helper()
	j := &ledger.Journal{Path: filepath.Join(t.TempDir(), "far", "issued.journal"), Name: "issued.journal"}
	if err := j.Read(); err != nil {
		t.Fatal(err)
	}
	return j
}

func numbers(j *ledger.Journal) (all []string) {
	for _, e := range j.Entries() {
		all = append(all, e.BatchNo)
	}
	return all
}

// A journal that was cut at any byte holds the batches before the cut, and takes new ones
// in place of what is left of the one that was cut.
func TestTornJournal(t *testing.T) {
	j := newJournal(t)
	for i := range 3 {
		if err := j.Append(partner, []ledger.Entry{entry(t, partner, fmt.Sprintf("2026030790000%d", i+1))}); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(j.Path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(whole) + 1 {
		if err := os.WriteFile(j.Path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		want := max(strings.Count(string(whole[:cut]), "\n")-1, 0)
		torn := &ledger.Journal{Path: j.Path, Name: j.Name}
		if err := torn.Read(); err != nil || len(torn.Entries()) != want {
			t.Fatalf("cut at %d: %v, %v; want %d batches", cut, numbers(torn), err, want)
		}
		if cut%7 != 0 {
			continue // each is a sync
		}
		if err := torn.Append(partner, []ledger.Entry{entry(t, partner, "20260307900009")}); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		again := &ledger.Journal{Path: j.Path, Name: j.Name}
		if err := again.Read(); err != nil || len(again.Entries()) != want+1 || !slices.Equal(numbers(again), numbers(torn)) {
			t.Fatalf("cut at %d and gone on: %v, %v; want %d batches", cut, numbers(again), err, want+1)
		}
	}
}

// A journal that was altered at any byte is an error, or holds all of its batches but
// those behind the last line end.
func TestAlteredJournal(t *testing.T) {
	j := newJournal(t)
	if err := j.Append(partner, []ledger.Entry{entry(t, partner, "20260307900001"), entry(t, partner, "20260307900002")}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(j.Path)
	if err != nil {
		t.Fatal(err)
	}
	for at := range len(whole) - 1 {
		altered := slices.Clone(whole)
		altered[at] ^= 1
		if err := os.WriteFile(j.Path, altered, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := j.Read(); !errors.Is(err, ledger.ErrJournal) {
			t.Errorf("byte %d altered: %v, %v", at, numbers(j), err)
		}
		if err := j.Append(partner, []ledger.Entry{entry(t, partner, "20260307900009")}); !errors.Is(err, ledger.ErrJournal) {
			t.Errorf("byte %d altered, a batch is written: %v", at, err)
		}
	}
}

// What is no journal stays as it is.
func TestForeignJournal(t *testing.T) {
	for _, text := range []string{"trade_no,paid_amount\n", "x", "reconcile issued journal 2\n", strings.Repeat("\x00", 100)} {
		j := newJournal(t)
		if err := os.MkdirAll(filepath.Dir(j.Path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(j.Path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for name, call := range map[string]func() error{
			"Read": j.Read, "Probe": j.Probe,
			"Append": func() error { return j.Append(partner, []ledger.Entry{entry(t, partner, "20260307900001")}) },
		} {
			if err := call(); !errors.Is(err, ledger.ErrJournal) {
				t.Errorf("%s of %q: %v", name, text, err)
			}
		}
		if left, err := os.ReadFile(j.Path); err != nil || string(left) != text {
			t.Errorf("%q became %q, %v", text, left, err)
		}
	}
}

// Two programs write one journal: the one that has not read what the other wrote for the
// same partner writes nothing.
func TestJournalOfTwo(t *testing.T) {
	a := newJournal(t)
	b := &ledger.Journal{Path: a.Path, Name: a.Name}
	if err := b.Read(); err != nil {
		t.Fatal(err)
	}
	if err := a.Append(partner, []ledger.Entry{entry(t, partner, "20260307900001")}); err != nil {
		t.Fatal(err)
	}
	const other = "2088101008267255"
	if err := b.Append(other, []ledger.Entry{entry(t, other, "20260307900002")}); err != nil {
		t.Errorf("of another partner: %v", err)
	}
	b = &ledger.Journal{Path: a.Path, Name: a.Name}
	if err := b.Read(); err != nil {
		t.Fatal(err)
	}
	if err := a.Append(other, []ledger.Entry{entry(t, other, "20260307900003")}); !errors.Is(err, ledger.ErrJournalGrown) {
		t.Errorf("it has not read 2: %v", err)
	}
	if err := a.Read(); err != nil || !slices.Equal(numbers(a), []string{"20260307900001", "20260307900002"}) {
		t.Errorf("%v, %v", numbers(a), err)
	}
	a.ReadOnly = true
	if err := a.Append(other, []ledger.Entry{entry(t, other, "20260307900003")}); err != nil || len(numbers(a)) != 2 {
		t.Errorf("for reading: %v, %v", numbers(a), err)
	}
}

// Where another program writes the journal, writing waits for it, and knows what it wrote.
func TestJournalWaits(t *testing.T) {
	j := newJournal(t)
	if err := j.Append(partner, []ledger.Entry{entry(t, partner, "20260307900001")}); err != nil {
		t.Fatal(err)
	}
	other := &ledger.Journal{Path: j.Path + "-other", Name: j.Name}
	if err := other.Append(partner, []ledger.Entry{entry(t, partner, "20260307900002")}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(other.Path)
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := bytes.Cut(text, []byte("\n")) // behind the head of the file
	held := flock.New(j.Path, flock.SetFlag(os.O_RDWR))
	if err := held.Lock(); err != nil {
		t.Fatal(err)
	}
	written := make(chan error, 1)
	go func() { written <- j.Append(partner, []ledger.Entry{entry(t, partner, "20260307900003")}) }()
	select {
	case err := <-written:
		t.Fatalf("written while another program writes: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	f, err := os.OpenFile(j.Path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Write(line)
	if err := errors.Join(err, f.Close(), held.Unlock()); err != nil {
		t.Fatal(err)
	}
	if err := <-written; !errors.Is(err, ledger.ErrJournalGrown) {
		t.Errorf("after another program has written: %v, want ErrJournalGrown", err)
	}
}

// A batch is in the journal before the books have it: where the journal cannot be written
// nothing is issued, and what it holds of a decision that was not committed is in flight,
// or issued again under the very same number with the very same lines.
func TestJournalBeforeCommit(t *testing.T) {
	w := newWorld(t)
	j := newJournal(t)
	if err := os.MkdirAll(j.Path, 0o700); err != nil { // a folder: no file can be written
		t.Fatal(err)
	}
	w.policy.Journal = j
	w.tell("order T1 5.00 due 5.00")
	reconcile := func() (ledger.Run, error) {
		return w.l.Reconcile(t.Context(), w.run, w.policy, ledger.RunInput{Files: w.files}, w.asOf)
	}
	if _, err := reconcile(); !errors.Is(err, ledger.ErrJournal) {
		t.Fatalf("the journal cannot be written: %v", err)
	}
	if _, known, err := w.l.Batch(t.Context(), w.account, "20260307900001"); known || err != nil {
		t.Fatalf("a batch is in the books and not in the journal: %v", err)
	}
	if err := os.Remove(j.Path); err != nil {
		t.Fatal(err)
	}
	own := entry(t, partner, "20260307900001")
	own.Lines[0].Amount = "5.00"
	own = again(t, own)
	if err := j.Append(partner, []ledger.Entry{own}); err != nil {
		t.Fatal(err)
	}
	w.policy.Pending = []ledger.Entry{own}
	run, err := reconcile()
	if err != nil || len(j.Entries()) != 1 {
		t.Fatalf("the same batch again: %v, %v", err, numbers(j))
	}
	if batches, err := w.l.Batches(t.Context(), run.ID); err != nil || len(batches) != 1 || batches[0].BatchNo != "20260307900001" {
		t.Errorf("%v, %v", batches, err)
	}
}

// again computes anew what follows from the lines of an entry.
func again(t *testing.T, e ledger.Entry) ledger.Entry {
	t.Helper()
	amount, err := alipay.ParseMoney(e.Lines[0].Amount)
	if err != nil {
		t.Fatal(err)
	}
	r := alipay.Request{BatchNo: e.BatchNo, RefundDate: e.RefundDate, Lines: []alipay.Line{{TradeNo: e.Lines[0].TradeNo, Amount: amount}}}
	r.Partner, r.Digest = e.Partner, alipay.NewDigest(e.Lines[0].TradeNo, e.Lines[0].Amount)
	e, err = ledger.EntryOf(r, e.Job, e.Run)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A run that was cut off between the journal and the commit, and then decides otherwise,
// issues nothing before what the journal holds is taken in.
func TestUnsettledJournal(t *testing.T) {
	w := newWorld(t)
	j := newJournal(t)
	own := entry(t, partner, "20260307900001")
	if err := j.Append(partner, []ledger.Entry{own}); err != nil {
		t.Fatal(err)
	}
	w.policy.Journal, w.policy.Pending = j, []ledger.Entry{own}
	w.tell("order T1 5.00 due 5.00\norder T2 7.00 due 7.00")
	_, err := w.l.Reconcile(t.Context(), w.run, w.policy, ledger.RunInput{Files: w.files}, w.asOf)
	if !errors.Is(err, ledger.ErrUnsettled) || len(j.Entries()) != 1 {
		t.Fatalf("other lines: %v, %v", err, numbers(j))
	}
	w.policy.Pending = nil
	found, err := w.l.Compare(t.Context(), w.account, partner, j.Entries())
	if err != nil || len(found.Missing) != 1 || !slices.Equal(found.Missing[0].Lines, own.Lines) {
		t.Fatal(found, err)
	}
	for range 2 { // twice is once
		if err := w.l.TakeIn(t.Context(), w.run.ID, w.account, ledger.FromJournal, found.Missing); err != nil {
			t.Fatal(err)
		}
	}
	run := w.night()
	if got := w.findings(run, "ISSUED_ELSEWHERE"); !slices.Equal(got, []string{"- 20260307900001 - 1.00"}) {
		t.Errorf("%v", got)
	}
	batches, err := w.l.Batches(t.Context(), run.ID)
	if err != nil || len(batches) != 1 || batches[0].BatchNo != "20260307900002" || len(batches[0].Lines) != 1 || batches[0].Total.String() != "7.00" {
		t.Errorf("%+v, %v", batches, err)
	}
	other := again(t, func() ledger.Entry { e := entry(t, partner, "20260307900002"); e.Lines[0].Amount = "9.00"; return e }())
	if found, err = w.l.Compare(t.Context(), w.account, partner, []ledger.Entry{other}); err != nil || len(found.Other) != 1 {
		t.Errorf("other lines under a known number: %+v, %v", found, err)
	}
}

// Where the numbers of a day are drawn a run proposes and reports all the same.
func TestNoNumberIsLeft(t *testing.T) {
	w := newWorld(t)
	w.policy.MaxLines = 1
	w.tell("order T1 5.00 due 5.00\norder T2 5.00 due 5.00\nrequest 20260307999998 2026-03-06 10:00:00 T9^1.00^x")
	run := w.night()
	batches, err := w.l.Batches(t.Context(), run.ID)
	if err != nil || len(batches) != 2 || batches[0].Proposal == "" || batches[1].Proposal == "" || !strings.Contains(run.Unsigned, "no batch number is left") {
		t.Errorf("%+v, %q, %v", batches, run.Unsigned, err)
	}
}

// Batches of two accounts have two numbers: their files may meet in one folder.
func TestNumbersOfTwoAccounts(t *testing.T) {
	w := newWorld(t)
	w.tell("order T1 5.00 due 5.00")
	w.night()
	account, err := w.l.Account(t.Context(), "2088101008267255")
	if err != nil {
		t.Fatal(err)
	}
	w.account, w.policy.Merchant.Partner = account, "2088101008267255"
	w.start()
	w.tell("order T1 5.00 due 5.00")
	batches, err := w.l.Batches(t.Context(), w.night().ID)
	if err != nil || len(batches) != 1 || batches[0].BatchNo != "20260307900002" {
		t.Errorf("%+v, %v", batches, err)
	}
}
