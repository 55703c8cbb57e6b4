package main

import (
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

var (
	powerLosses = flag.Int("powerlosses", 300, "after how many power cuts TestPowerLoss goes on, in three commands together")
	powerSeed   = flag.Uint64("powerseed", 1, "where the chance of TestPowerLoss begins")
)

// TestPowerLoss cuts the power at moments of two nights and of a release: of what was not
// synced the disk has nothing, or any part of it in any order, or names whose files are
// empty. A report that stands there is whole. What the command had told of is not lost.
// Run again, the command leaves what it leaves undisturbed, as in TestWalk.
func TestPowerLoss(t *testing.T) {
	t.Parallel()
	skipShort(t)
	names := []string{"first", "second", "release"}
	for _, w := range walks() {
		if slices.Contains(names, w.name) {
			t.Run(w.name, func(t *testing.T) {
				t.Parallel()
				w.cutPower(t, *powerLosses/len(names))
			})
		}
	}
}

// cutPower examines images of the disk at moments spread over the command, the last of them
// when it had ended. Of images that are the same to a command that goes on one is examined.
func (w walk) cutPower(t *testing.T, images int) {
	base := w.shop(t)
	if w.calm == nil {
		w.calm = [][]visit{{w.does}, {w.does, w.does}}
	}
	wants, _ := w.undisturbed(t, base)
	var calls []diskCall
	recorded := base.copyTo(t.TempDir())
	if status, said := recorded.faulty(&fault{did: func(d diskCall) { calls = append(calls, d) }}, w.does); status == exit.Failed {
		t.Fatalf("%v ends with %d: %s", w.does.args, status, said)
	}
	n, err := loadDisk(base.dir)
	if err != nil {
		t.Fatal(err)
	}
	chance, seen := rand.New(rand.NewPCG(*powerSeed, 2)), map[string]bool{}
	made := 0
	for i, d := range calls {
		n.do(d, recorded.dir)
		for ; (made+1)*len(calls) <= images*(i+1); made++ {
			c := powerCut{w, base, recorded, fmt.Sprintf("power cut %d, after call %d of %d, %s of %s", made, i+1, len(calls), d.name, strings.TrimPrefix(d.path, recorded.dir+"/")), i+1 == len(calls)}
			c.examine(t, n, made%cutKinds, chance, seen, wants)
		}
	}
	t.Logf("%s: %d images, %d of them of their own", w.name, made, len(seen))
}

// A powerCut is the moment of one.
type powerCut struct {
	walk
	base, whole *office // before the command, and undisturbed after it
	name        string
	over        bool // the command had ended
}

func (c powerCut) examine(t *testing.T, n *diskNode, kind int, chance *rand.Rand, seen map[string]bool, wants []remains) {
	t.Helper()
	dir, err := os.MkdirTemp("", "power-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := n.after(kind, chance, dir); err != nil {
		t.Fatal(err)
	}
	o := &office{t, dir}
	image := fmt.Sprint(stateOf(o), c.over)
	if seen[image] {
		return
	}
	seen[image] = true
	c.visibleWhole(o)
	if c.over && !slices.Equal(o.refunds(), c.whole.refunds()) {
		t.Errorf("%s: the command had ended, and %q of %q are left", c.name, o.refunds(), c.whole.refunds())
	}
	o.checkJournal(c.name)
	again, said := o.visit(c.does)
	if again == exit.Usage || again == exit.Failed && !c.once {
		t.Errorf("%s: run again it ends with %d: %s", c.name, again, said)
	}
	for _, v := range c.after {
		if status, said := o.visit(v); status == exit.Usage || status == exit.Failed {
			t.Errorf("%s: %v after it ends with %d: %s", c.name, v.args, status, said)
		}
	}
	if apart := c.left(o).apart(wants, c.otherReports(o)); apart != "" {
		t.Errorf("%s: run again it ends with %d (%s):\n%s", c.name, again, said, apart)
	}
	if status, said := o.try(c.does.moment, "verify", "-q"); status != exit.Done {
		t.Errorf("%s: verify ends with %d: %s", c.name, status, said)
	}
}

// visibleWhole asks that each file of a report that stands there is as it is undisturbed.
// What a release adds to a report stands in a folder of its own.
func (c powerCut) visibleWhole(o *office) {
	reports, err := filepath.Glob(o.path("out/*/2*"))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, report := range reports {
		name, _ := filepath.Rel(o.dir, report)
		err := filepath.WalkDir(c.whole.path(name), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			below, _ := filepath.Rel(c.whole.dir, path)
			want, err := os.ReadFile(path)
			got, errGot := os.ReadFile(o.path(below))
			_, errBase := os.Stat(c.base.path(below))
			if os.IsNotExist(errGot) && os.IsNotExist(errBase) && c.walk.name == "release" {
				return err
			}
			if string(got) != string(want) {
				o.t.Errorf("%s: %s stands there, and %s is not whole", c.name, name, below)
			}
			return err
		})
		if err != nil {
			o.t.Fatal(err)
		}
	}
}
