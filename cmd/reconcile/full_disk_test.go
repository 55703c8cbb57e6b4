package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

var fullStep = flag.Int("fullstep", 0, "the KiB from one size of disk to the next that TestFullDisks tries; 0 for a few sizes, 4 for all")

// try calls the program at a moment and returns its exit status and what it said.
func (o *office) try(moment string, args ...string) (status int, said string) {
	o.t.Helper()
	now, err := alipay.ParseTime(moment)
	if err != nil {
		o.t.Fatal(err)
	}
	var out, talk bytes.Buffer
	p := newProgram(noEnv, &out, &talk)
	p.Now = func() time.Time { return now }
	status = p.run(o.t.Context(), append(args, "--config", o.path("cron.yaml")))
	return status, talk.String()
}

// refunds are the lines of all batches that an office has issued, a batch once.
func (o *office) refunds() (lines []string) {
	o.t.Helper()
	seen := map[string]bool{}
	for _, e := range batchesUnder(o) {
		if seen[e.BatchNo+e.Digest] {
			continue
		}
		seen[e.BatchNo+e.Digest] = true
		for _, l := range e.Lines {
			lines = append(lines, l.TradeNo+" "+l.Amount)
		}
	}
	slices.Sort(lines)
	return lines
}

// copyTo copies an office into an empty folder.
func (o *office) copyTo(dir string) *office {
	o.t.Helper()
	c := &office{o.t, dir}
	if err := os.CopyFS(dir, os.DirFS(o.dir)); err != nil {
		o.t.Fatal(err)
	}
	for _, key := range []string{"md5.key", "testdata/md5.key"} {
		if _, err := os.Stat(c.path(key)); err == nil {
			if err := os.Chmod(c.path(key), 0o600); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	return c
}

// disk puts an empty file system of a size over the ledger's folder, with what was there.
func (o *office) disk(kib int) (free func()) {
	o.t.Helper()
	held := o.path("held")
	o.rename("var", "held")
	if err := os.Mkdir(o.path("var"), 0o700); err != nil {
		o.t.Fatal(err)
	}
	o.mount("-t", "tmpfs", "-o", fmt.Sprintf("size=%dk", kib), "tmpfs")
	if err := os.CopyFS(o.path("var"), os.DirFS(held)); err != nil {
		o.t.Log(err) // it has no room for what there was
	}
	return func() {
		if err := exec.Command("umount", o.path("var")).Run(); err != nil {
			o.t.Error(err)
		}
	}
}

func (o *office) mount(args ...string) {
	o.t.Helper()
	if text, err := exec.Command("mount", append(args, o.path("var"))...).CombinedOutput(); err != nil {
		o.t.Fatalf("mount: %v\n%s", err, text)
	}
}

// A fullNight is a night that a disk has no room for.
type fullNight struct {
	name   string
	shop   func(t *testing.T) *office
	moment string
	sizes  []int // KiB beyond what the ledger has, of the short test
}

// sampleOffice is the sample of the repository before its first night.
func sampleOffice(t *testing.T) *office {
	o := &office{t, sampleFolder(t)}
	if err := os.Mkdir(o.path("var"), 0o700); err != nil {
		t.Fatal(err)
	}
	return o
}

// crowdedOffice is an office before its second night, on which 20,000 requests come, each of
// two trades that are owed what it refunds, and a few orders that nothing refunds.
func crowdedOffice(t *testing.T) *office {
	o := newOffice(t, "auto", 1)
	o.write("cron.yaml", "memory: 64MiB\n"+string(o.read("cron.yaml")))
	o.run("2026-03-06 02:30:00", "nightly")
	requests := 20_000
	if *fullStep == 0 {
		requests = 2_000
	}
	var orders, log strings.Builder
	orders.WriteString("trade_no,paid_amount,refund_due\n")
	for i := range requests {
		first, second := 2026030400000000+2*i, 2026030400000001+2*i
		fmt.Fprintf(&orders, "%016d,9.00,3.00\n%016d,9.00,3.00\n", first, second)
		log.WriteString(o.request("2026-03-06 12:00:00", fmt.Sprintf("20260306%06d", i), fmt.Sprintf("%016d^3.00^x", first), fmt.Sprintf("%016d^3.00^x", second)))
	}
	orders.WriteString("2026030500000001,9.00,4.00\n2026030500000002,9.00,5.00\n")
	o.write("orders/b.csv", orders.String())
	o.write("requests/b.log", log.String())
	return o
}

// TestFullDisks gives the ledger a disk of each size from too small to enough: the sample's
// first night, and a second night of many requests. The night fails and says why; when there
// is room, it issues what a night does that nothing disturbed, nothing twice, and the books
// prove themselves.
//
// -fullstep 4 tries every size in steps of 4 KiB, which of the 20,000 requests of the
// second night takes hours: 256 is enough for them.
func TestFullDisks(t *testing.T) {
	skipShort(t)
	if !canMount() {
		t.Skip("needs the right to mount")
	}
	for _, night := range []fullNight{
		{"sample", sampleOffice, "2026-11-15 02:30:00", []int{16, 160, 448, 456, 488}},
		{"crowd", crowdedOffice, "2026-03-07 02:30:00", []int{16, 256, 1024, 1400, 1700}},
	} {
		t.Run(night.name, func(t *testing.T) {
			t.Parallel()
			night.sweep(t)
		})
	}
}

func (n fullNight) sweep(t *testing.T) {
	base := n.shop(t)
	calm := base.copyTo(t.TempDir())
	status, _ := calm.try(n.moment, "run", "-q", "--job", "nightly")
	want := calm.refunds()
	if len(want) < 2 || status == exit.Failed {
		t.Fatalf("an undisturbed night ends with %d and issues %q", status, want)
	}
	full, tried := 0, 0
	for i, kib := 0, 0; ; i++ {
		switch {
		case *fullStep > 0:
			kib = 16 + i*(*fullStep)
		case i < len(n.sizes):
			kib = n.sizes[i]
		default:
			kib = 1 << 20
		}
		tried++
		first := n.tryDisk(t, base, base.used()+kib, status, want)
		if first == status {
			break
		}
		full++
	}
	if full < 5 {
		t.Errorf("%d disks were full of %d", full, tried)
	}
	t.Logf("%d sizes, %d of them full", tried, full)
}

// used is what the ledger takes, in KiB.
func (o *office) used() (kib int) {
	files, err := filepath.Glob(o.path("var/*"))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			o.t.Fatal(err)
		}
		kib += int(info.Size()+4095) / 4096 * 4
	}
	return kib
}

// tryDisk runs the night on a disk of a size, then with room, and once more.
func (n fullNight) tryDisk(t *testing.T, base *office, kib, status int, want []string) (first int) {
	t.Helper()
	dir, err := os.MkdirTemp("", "full-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	o := base.copyTo(dir)
	defer o.disk(kib)()
	first, said := o.try(n.moment, "run", "-q", "--job", "nightly")
	if first != status && (first != exit.Failed || !strings.Contains(said, "disk is full") && !strings.Contains(said, "no space left")) {
		t.Errorf("%d KiB: ends with %d: %s", kib, first, said)
	}
	o.mount("-o", "remount,size=1g")
	for _, again := range []string{"with room", "once more"} {
		if got, said := o.try(n.moment, "run", "-q", "--job", "nightly"); got != exit.Done && got != exit.Findings && got != exit.Incomplete {
			t.Errorf("%d KiB, %s: ends with %d: %s", kib, again, got, said)
		}
		if got := o.refunds(); !slices.Equal(got, want) {
			t.Errorf("%d KiB, %s: issues\n%s\nwant\n%s", kib, again, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if got, said := o.try(n.moment, "verify", "-q"); got != exit.Done {
		t.Errorf("%d KiB: verify ends with %d: %s", kib, got, said)
	}
	return first
}
