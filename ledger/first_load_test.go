package ledger_test

import (
	"os"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// logsAhead reports whether the file of a ledger says that it is written with a
// write-ahead log, as the engine's file format has it (bytes 18 and 19).
func logsAhead(t *testing.T, path string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || len(text) < 20 || text[18] != text[19] {
		t.Fatalf("%s is no ledger: %v", path, err)
	}
	return text[18] == 2
}

// A watchedSigner tells of each signature, which is made while a run is decided.
type watchedSigner struct {
	alipay.Signer
	signing func()
}

func (s watchedSigner) Sign(text string) (string, error) {
	s.signing()
	return s.Signer.Sign(text)
}

// A ledger is first loaded with a rollback journal, which others may read; it returns to
// the write-ahead log before a run is decided, because what the rules find is written
// while they read.
func TestFirstLoad(t *testing.T) {
	ledgertest.NeedFile(t)
	w := newWorld(t)
	if logsAhead(t, w.path) {
		t.Error("a new ledger has a write-ahead log")
	}
	reader, err := ledger.Open(t.Context(), w.path, ledger.Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("read a ledger in its first load: %v", err)
	}
	if _, known, err := reader.FindAccount(t.Context(), "2088101008267254"); err != nil {
		t.Errorf("read a ledger in its first load: %v, %v", known, err)
	}
	w.intake(ledger.Notify, func(in *ledger.Intake) error {
		return in.Deliver(capture(w, 1, "n1", "20260301001", "2026-03-01 10:00:00", "T1", "1.00"))
	})
	if logsAhead(t, w.path) {
		t.Error("the write-ahead log is back before totals were computed")
	}
	w.tell("order T2 5.00 due 3.00\nrequest 20260301001 2026-03-01 09:00:00 T1^1.00^x")
	signed := false
	w.policy.Signer = watchedSigner{w.policy.Signer, func() {
		if signed = true; !logsAhead(t, w.path) {
			t.Error("no write-ahead log while a run is decided")
		}
	}}
	if _, err := w.l.Reconcile(t.Context(), w.run, w.policy, ledger.RunInput{}, w.asOf); err != nil || !signed {
		t.Fatalf("nothing was signed, or %v", err)
	}
	if _, known, err := reader.FindAccount(t.Context(), "2088101008267254"); err != nil {
		t.Errorf("read the ledger after its first load: %v, %v", known, err)
	}
	if err := reader.Close(); err != nil {
		t.Error(err)
	}
}
