package reports_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

// The files of a batch that people release are, byte for byte, those that a run
// writes of the same batch; writing them again changes nothing, and what a
// writer that was cut off left is gone.
func TestWriteBatch(t *testing.T) {
	b := sample(t)
	b.batches = []ledger.Batch{batch(t, alipay.GBK, "协商退款")}
	issued := texts(t, filepath.Join(write(t, b, report(t)), "batches"))

	dir := t.TempDir()
	for _, left := range []string{"", ".20260307000001.json.tmp"} {
		if left != "" {
			if err := os.WriteFile(filepath.Join(dir, left), []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		names, err := reports.WriteBatch(dir, b.batches[0], report(t))
		if want := []string{"20260307000001.json", "20260307000001.csv", "20260307000001.html"}; err != nil || !slices.Equal(names, want) {
			t.Fatalf("WriteBatch = %v, %v; want %v", names, err, want)
		}
		if got := texts(t, dir); !maps.Equal(got, issued) {
			t.Errorf("the files %v differ from those of a run %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(issued)))
		}
	}
	info, err := os.Stat(filepath.Join(dir, "20260307000001.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v: want 0600, it holds a signed request", info.Mode(), err)
	}
}

// A batch that cannot be written whole leaves nothing in its place.
func TestWriteBatchFails(t *testing.T) {
	bad := batch(t, alipay.UTF8, "协商退款")
	bad.Gateway = "nowhere"
	dir := t.TempDir()
	if names, err := reports.WriteBatch(dir, bad, report(t)); err == nil {
		t.Errorf("WriteBatch = %v without a gateway; want an error", names)
	}
	found := texts(t, dir)
	if want := []string{"20260307000001.csv", "20260307000001.json"}; !slices.Equal(slices.Sorted(maps.Keys(found)), want) {
		t.Errorf("files %v, want %v and no half page", slices.Sorted(maps.Keys(found)), want)
	}
	if _, err := reports.WriteBatch(filepath.Join(dir, "20260307000001.csv"), bad, report(t)); err == nil {
		t.Error("WriteBatch into a file: want an error")
	}
}
