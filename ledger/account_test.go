package ledger_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// partnerOf reads the one partner of the books in a file.
func partnerOf(t *testing.T, path string) (partner string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT partner FROM account").Scan(&partner); err != nil {
		t.Fatal(err)
	}
	return partner
}

// decidedBooks are the books of one partner in a file, after a night.
func decidedBooks(t *testing.T) (path, partner string) {
	t.Helper()
	ledgertest.NeedFile(t)
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nnotify n1 20260301001 2026-03-01 10:00:00 1 T1^6.00^SUCCESS")
	w.night()
	path = copyOf(t, w.path)
	return path, partnerOf(t, path)
}

// accountIn looks up a partner in the books of a file.
func accountIn(t *testing.T, path, partner string) (int64, error) {
	t.Helper()
	l, err := ledger.Open(context.Background(), path, ledger.Options{})
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Account(context.Background(), partner)
}

// Where the partner of an account was altered the whole history would be another account's,
// and all that is on its way would be owed again: nothing goes on with such books, and
// verify tells of it.
func TestAlteredPartner(t *testing.T) {
	path, partner := decidedBooks(t)
	alter(t, path, "UPDATE account SET partner = '2088999999999999'")
	if found := discrepancies(t, copyOf(t, path)); len(found) == 0 {
		t.Error("verify tells nothing")
	}
	for _, of := range []string{partner, "2088999999999999"} {
		if _, err := accountIn(t, path, of); !errors.Is(err, ledger.ErrDamaged) {
			t.Errorf("account of %s: %v, want ErrDamaged", of, err)
		}
	}
}

// A bit of a partner that the disk has turned, in the table, in its index or in what a run
// was decided by, makes no new account of a known one.
func TestFlippedPartner(t *testing.T) {
	path, partner := decidedBooks(t)
	want, err := accountIn(t, path, partner)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flips := 0
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(partner))
		if i < 0 {
			break
		}
		from += i + len(partner)
		flipped := bytes.Clone(text)
		flipped[from-1] ^= 1
		path := fmt.Sprintf("%s/%d.db", t.TempDir(), flips)
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := accountIn(t, path, partner); err == nil && got != want {
			t.Errorf("with a bit turned at %d the partner has account %d, not %d", from-1, got, want)
		}
		flips++
	}
	if flips < 3 {
		t.Errorf("%d places have the partner, want the table, its index and a run", flips)
	}
}
