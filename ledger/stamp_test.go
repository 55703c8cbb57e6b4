package ledger_test

import (
	"path/filepath"
	"testing"
	"time"

	"reconcile/ledger"
)

// A path has the stamp that was kept last, as it was kept.
func TestStamp(t *testing.T) {
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	first := ledger.FileStat{
		Account: 1, Kind: ledger.Notify, Path: "in/a.log",
		Stat:     ledger.Stat{Size: 7, Modified: -1, Changed: 1 << 62, Device: 1<<64 - 1, Inode: 1 << 63},
		Measured: time.Unix(1457000000, 123456789), Final: true, Whole: "aa", UpTo: "bb",
	}
	second := ledger.FileStat{Account: 1, Kind: ledger.Notify, Path: "in/a.log", Measured: time.Unix(0, 0), Whole: "cc", UpTo: "dd"}
	in, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []ledger.FileStat{first, second} {
		if err := in.KeepFileStat(want); err != nil {
			t.Fatal(err)
		}
		if got, ok, err := in.FileStat(1, ledger.Notify, "in/a.log"); got != want || !ok || err != nil {
			t.Errorf("Stamp = %+v, %v, %v, want %+v", got, ok, err, want)
		}
	}
	for _, other := range []ledger.FileStat{
		{Account: 2, Kind: ledger.Notify, Path: "in/a.log"},
		{Account: 1, Kind: ledger.Requests, Path: "in/a.log"},
		{Account: 1, Kind: ledger.Notify, Path: "in/b.log"},
	} {
		if got, ok, err := in.FileStat(other.Account, other.Kind, other.Path); ok || err != nil {
			t.Errorf("Stamp of %+v = %+v, %v, %v, want none", other, got, ok, err)
		}
	}
	if err := in.Commit(); err != nil {
		t.Error(err)
	}
}
