package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestSynced follows what two nights and a release write: whatever appears among the
// reports is synced by then, all of it, and so are the books. Once the command has ended,
// nothing is left to be synced but names beside the ledger, which the engine takes away, and
// those that begin with a dot, which the next run does.
func TestSynced(t *testing.T) {
	t.Parallel()
	skipShort(t)
	for _, w := range walks() {
		if !slices.Contains([]string{"first", "second", "release", "backup"}, w.name) {
			continue
		}
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			o := w.shop(t)
			disk, err := loadDisk(o.dir)
			if err != nil {
				t.Fatal(err)
			}
			appeared := 0
			status, said := o.faulty(&fault{did: func(d diskCall) {
				to, err := filepath.Rel(o.dir, d.to)
				if err == nil && (d.name == "rename" || d.name == "link") {
					appeared++
					wantSynced(t, disk.find(strings.TrimPrefix(d.path, o.dir+"/")), to+" appears", to)
					wantSynced(t, disk.find("var"), to+" appears", "var")
				}
				disk.do(d, o.dir)
			}}, w.does)
			if status == exit.Failed || appeared == 0 {
				t.Fatalf("%d files appear, and it ends with %d: %s", appeared, status, said)
			}
			wantSynced(t, disk, "the command has ended", ".")
		})
	}
}

// wantSynced asks that nothing of what a disk holds at a path is still to be synced.
func wantSynced(t *testing.T, n *diskNode, when, path string) {
	t.Helper()
	if n == nil {
		return
	}
	if len(n.writes) > 0 && !strings.HasSuffix(path, ".lock") { // who holds it is of no use after a power loss
		t.Errorf("%s, and %d writes to %s are not synced", when, len(n.writes), path)
	}
	for _, c := range n.renames {
		if name := c.from + c.to; !strings.HasPrefix(name, ".") && path != "var" {
			t.Errorf("%s, and the name %s in %s is not synced", when, name, path)
		}
	}
	for name, below := range n.names {
		if name != "ledger.db-wal" || when != "the command has ended" {
			wantSynced(t, below, when, filepath.Join(path, name))
		}
	}
}
