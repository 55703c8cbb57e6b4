package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
	"reconcile/reports"
)

var walkStep = flag.Int("walkstep", 0, "which system calls of each command TestWalk disturbs, in each of its ways: every n-th; 0 for every tenth of two nights, in one way each")
var walkFrom = flag.Int("walkfrom", 1, "the first system call of each command that TestWalk disturbs, where -walkstep is given")

// A walk is a command that writes, every system call of which is disturbed.
type walk struct {
	name  string
	shop  func(t *testing.T) *office // before the command
	does  visit
	after []visit // once the command was run again
	// What a call leaves that was disturbed is what one of these leaves, followed by after:
	// the command, and by default the command twice.
	calm [][]visit
	// The command says that it was done already where it is run again.
	once bool
	// What comes after it takes its batch from the journal where the books lack it.
	journals bool
	// What else is to be as it was.
	proves func(o *office) string
	// Batches that the books have before the command and the journal lacks: those of a
	// version that kept none.
	unjournaled []ledger.IssuedNumber
	stage       *stage // where the command is disturbed
}

// A visit is a command at a moment.
type visit struct {
	moment string
	args   []string
	cut    string // the call before which it is killed, the last such as "openat of orders/a.csv"; empty where it is let go on
}

func on(moment string, args ...string) visit { return visit{moment: moment, args: args} }

// cutAt is a command that is killed before a call.
func (v visit) cutAt(call string) visit {
	v.cut = call
	return v
}

var failedWrites = flag.Int("failedwrites", 1, "at how many moments of a night of many requests TestFailedWrites has one write fail")

const walkNight = "2026-03-07 02:30:00"

// smallOffice is an office whose first night has something of each kind: an order that is
// owed, one that is in flight, a result, a batch that failed.
func smallOffice(t *testing.T) *office {
	o := &office{t, t.TempDir()}
	if err := copyCase("small", o.dir); err != nil {
		t.Fatal(err)
	}
	return o
}

// visited is a shop after some commands.
func visited(shop func(t *testing.T) *office, visits ...visit) func(t *testing.T) *office {
	return func(t *testing.T) *office {
		o := shop(t)
		for _, v := range visits {
			if status, said := o.try(v.moment, v.args...); status == exit.Failed || status == exit.Usage {
				t.Fatalf("%v ends with %d: %s", v.args, status, said)
			}
		}
		return o
	}
}

// changed is a shop with other files.
func changed(shop func(t *testing.T) *office, change func(o *office)) func(t *testing.T) *office {
	return func(t *testing.T) *office {
		o := shop(t)
		change(o)
		return o
	}
}

func walks() []walk {
	both := on(walkNight, "run", "-q")
	night, next := on(walkNight, "run", "-q", "--job", "nightly"), on("2026-03-09 02:30:00", "run", "-q", "--job", "nightly")
	weekly := on(walkNight, "run", "-q", "--job", "weekly")
	reading, deciding := "openat of orders/a.csv", "openat of out/issued.journal"
	manual := visited(func(t *testing.T) *office { return newOffice(t, "manual, approvals: 2", 2) }, night)
	auto := visited(func(t *testing.T) *office { return newOffice(t, "auto", 2) }, night)
	return []walk{
		{name: "first", shop: smallOffice, does: night},
		{name: "second", shop: changed(visited(smallOffice, on("2026-03-06 02:30:00", night.args...)), func(o *office) {
			o.write("orders/late.csv", "trade_no,paid_amount,refund_due\n"+lateOrder+",5.00,5.00\n")
		}), does: night},
		{name: "two", shop: func(t *testing.T) *office { return newOffice(t, "auto", 2) }, does: both, calm: [][]visit{
			{both}, {both, both},
			{weekly, both}, {night, both}, // one job did nothing
			{night.cutAt(reading), weekly, both}, {night, weekly.cutAt(reading), both}, // it had its number
			{night.cutAt(deciding), weekly, both}, // and had read everything
			{night, night.cutAt(reading), weekly}, // one job was whole but for its report
		}, journals: true},
		{name: "migrate", shop: booksOfSchema12, does: on("2026-11-30 02:30:00", "run", "-q", "--job", "nightly")},
		{name: "approve", shop: manual, does: on("2026-03-07 09:00:00", "batch", "approve", "P1-1", "--digest", "DIGEST", "--by", "Li"), once: true, after: []visit{
			on("2026-03-07 09:01:00", "batch", "approve", "P1-1", "--digest", "DIGEST", "--by", "Chen"), on("2026-03-07 09:02:00", "batch", "release", "P1-1", "--by", "Chen"), next}},
		{name: "release", shop: visited(func(t *testing.T) *office { return newOffice(t, "manual", 2) }, night), does: on("2026-03-07 09:00:00", "batch", "release", "P1-1", "--by", "Li"), once: true, journals: true, after: []visit{next}},
		{name: "void", shop: auto, does: on("2026-03-08 12:00:00", "batch", "void", "20260307900001", "--by", "Li", "--evidence", "asked Alipay"), once: true, after: []visit{next}},
		{name: "resolve", shop: auto, does: on("2026-03-08 12:00:00", "resolve", "line", "20260307900001", "2026030100000001", "--failed", "SELLER_BALANCE_NOT_ENOUGH", "--by", "Li", "--evidence", "asked Alipay"), once: true, after: []visit{next}},
		{name: "review", shop: changed(visited(smallOffice, night), filledWorkbook), does: on("2026-03-08 12:00:00", "review", "import", "filled.xlsx", "--by", "Li"), after: []visit{next}},
		{name: "backup", shop: auto, does: on("2026-03-08 12:00:00", "backup", "copy.db"), once: true, after: []visit{next}, proves: wholeCopy},
		{name: "copy", shop: auto, does: on("2026-03-08 12:00:00", "ledger", "copy", "copy.db"), once: true, after: []visit{next}, proves: wholeCopy},
	}
}

// booksOfSchema12 is the sample with books that an earlier version has kept.
func booksOfSchema12(t *testing.T) *office {
	o := sampleOffice(t)
	db, err := sql.Open("sqlite3", o.path("var/ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(ledgertest.Dumped(t, "../../ledger/testdata/books-0012.sql.gz"))
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return o
}

// filledWorkbook is the workbook of the night with a word of a person.
func filledWorkbook(o *office) {
	book, err := excelize.OpenFile(o.path("out/nightly/latest/reconcile-nightly-2026-03-07.xlsx"))
	if err != nil {
		o.t.Fatal(err)
	}
	rows, err := book.GetRows(reports.FindingsSheet)
	if err != nil {
		o.t.Fatal(err)
	}
	row := slices.IndexFunc(rows, func(cells []string) bool { return slices.Contains(cells, "OVER_REFUND") })
	err = errors.Join(fillCell(book, rows[0], row+1, "处理=已解释 Explained"), fillCell(book, rows[0], row+1, "负责人=Li"), book.SaveAs(o.path("filled.xlsx")))
	if err != nil {
		o.t.Fatal(err)
	}
}

// wholeCopy is what a copy of the ledger says of the batches that were issued.
func wholeCopy(o *office) string {
	l, err := ledger.Open(o.t.Context(), o.path("copy.db"), ledger.Options{ReadOnly: true})
	if err != nil {
		return err.Error()
	}
	defer l.Close()
	numbers, err := l.IssuedNumbers(o.t.Context())
	return fmt.Sprint(slices.SortedFunc(maps.Keys(numbers), func(a, b ledger.IssuedNumber) int { return cmp.Compare(a.BatchNo, b.BatchNo) }), err)
}

// A disturbance is a way to disturb a system call.
type disturbance struct {
	name string
	fault
}

func disturbances() (all []disturbance) {
	all = []disturbance{{"killed", fault{}}, {"torn", fault{torn: true}}}
	for _, e := range []struct {
		name string
		errn syscall.Errno
	}{{"EIO", syscall.EIO}, {"ENOSPC", syscall.ENOSPC}, {"EDQUOT", syscall.EDQUOT}, {"EMFILE", syscall.EMFILE}, {"EINTR", syscall.EINTR}} {
		all = append(all, disturbance{e.name, fault{errn: e.errn}}, disturbance{e.name + " onward", fault{errn: e.errn, onward: true}})
	}
	return all
}

// TestWalk disturbs system calls of each command that writes: the program is killed before
// one, or in the middle of it, or it fails, it alone or with all that follow. Run again,
// the command leaves what it leaves undisturbed: what is issued, the reports to the byte,
// no file beside them, and books that prove themselves. At no moment have the books issued
// what the journal lacks.
func TestWalk(t *testing.T) {
	t.Parallel()
	skipShort(t)
	for i, w := range walks() {
		if *walkStep == 0 && i > 1 {
			break
		}
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			w.walk(t)
		})
	}
}

func (w walk) walk(t *testing.T) {
	base := w.shop(t)
	base.fillIn(&w)
	w.unjournaled = base.unjournaled()
	w.stage = newStage(t, base)
	if w.calm == nil {
		w.calm = [][]visit{{w.does}, {w.does, w.does}}
	}
	wants, calls := w.undisturbed(t, base)
	if *walkStep == 0 {
		w.points(t, wants, disturbances(), len(calls), 1, 10)
		return
	}
	for _, d := range disturbances() {
		t.Run(d.name, func(t *testing.T) { w.points(t, wants, []disturbance{d}, len(calls), *walkFrom, *walkStep) })
	}
}

// walkOfNight is the walk of a shop's first night.
func walkOfNight(shop func(t *testing.T) *office) walk {
	night := on(walkNight, "run", "-q", "--job", "nightly")
	return walk{shop: shop, does: night, calm: [][]visit{{night}, {night, night}}}
}

// TestFailedWrites has single writes fail in a night of more requests than the ledger keeps
// in memory: what the engine then rolls back by itself, no other writer goes on with.
//
// -fullstep takes ten times as many requests.
func TestFailedWrites(t *testing.T) {
	t.Parallel()
	skipShort(t)
	w := walkOfNight(crowdedOffice)
	base := w.shop(t)
	w.stage = newStage(t, base)
	wants, calls := w.undisturbed(t, base)
	var writes []int
	for i, call := range calls {
		if strings.HasPrefix(call, "pwrite of var/") {
			writes = append(writes, i+1)
		}
	}
	chance := rand.New(rand.NewPCG(4, 5))
	for i := range *failedWrites {
		d := disturbance{"ENOSPC", fault{errn: syscall.ENOSPC}}
		if i%2 == 1 {
			d = disturbance{"EIO", fault{errn: syscall.EIO}}
		}
		d.at = writes[chance.IntN(len(writes))]
		w.disturb(t, d, wants)
	}
	t.Logf("%d of %d writes", *failedWrites, len(writes))
}

// TestJournalModeFails has the sync fail with which a first load turns from the write-ahead
// log to the journal: the engine tells of it only behind the row that says that it did.
func TestJournalModeFails(t *testing.T) {
	t.Parallel()
	skipShort(t)
	w := walkOfNight(smallOffice)
	base := w.shop(t)
	w.stage = newStage(t, base)
	wants, calls := w.undisturbed(t, base)
	const turns = "unlink of var/ledger.db-wal"
	turned := slices.Index(calls, turns)
	synced := slices.Index(calls[turned+1:], "fsync of var/ledger.db-journal")
	if turned < 0 || synced < 0 {
		t.Fatalf("no first load turns to the journal: %q", calls)
	}
	w.disturb(t, disturbance{"EIO", fault{errn: syscall.EIO, at: synced + 2, among: since(turns)}}, wants)
}

// points disturbs every step-th of the calls from one on, in one way after the other.
func (w walk) points(t *testing.T, wants []remains, ways []disturbance, calls, from, step int) {
	tried, own := 0, 0
	for at := from; at <= calls; at += step {
		way := ways[tried%len(ways)]
		way.at = at
		tried++
		if w.disturb(t, way, wants) {
			own++
		}
	}
	t.Logf("%s: %d of %d calls, which left %d states that none before had left", strings.TrimPrefix(t.Name(), "TestWalk/"), tried, calls, own)
}

// fillIn puts the digest of the first proposal into the commands that name it.
func (o *office) fillIn(w *walk) {
	digest := ""
	fill := func(v visit) visit {
		at := slices.Index(v.args, "DIGEST")
		if at < 0 {
			return v
		}
		if digest == "" {
			shown, _ := o.at(walkNight, exit.Done, "batch", "show", "P1-1")
			digest = digestIn(shown)
		}
		v.args = slices.Clone(v.args)
		v.args[at] = digest
		return v
	}
	w.does, w.after = fill(w.does), slices.Clone(w.after)
	for i := range w.after {
		w.after[i] = fill(w.after[i])
	}
}

// digestIn is the digest that batch show prints of a proposal.
func digestIn(shown string) string {
	for line := range strings.Lines(shown) {
		if f := strings.Fields(line); len(f) == 2 && f[0] == "digest" {
			return f[1]
		}
	}
	return ""
}

// undisturbed is what the calm ways leave, and how many calls the command makes.
func (w walk) undisturbed(t *testing.T, base *office) (wants []remains, calls []string) {
	t.Helper()
	for i, visits := range w.calm {
		o := base.copyTo(t.TempDir())
		o.t = t
		if i == 0 {
			counted := &fault{}
			status, said := o.faulty(counted, visits[0])
			if calls = counted.calls; status == exit.Failed || status == exit.Usage || len(calls) < 20 {
				t.Fatalf("%v makes %d calls and ends with %d: %s", visits[0].args, len(calls), status, said)
			}
			visits = visits[1:]
		}
		for _, v := range append(slices.Clone(visits), w.after...) {
			o.visit(v)
		}
		wants = append(wants, w.left(o))
	}
	return wants, calls
}

// disturb runs the command once disturbed, again, and what follows.
//
// It reports whether what the disturbed one left was gone on from: not where another left the same.
func (w walk) disturb(t *testing.T, d disturbance, wants []remains) bool {
	o := w.stage.set(t)
	first, said := o.faulty(&d.fault, w.does)
	where := d.name + " at " + d.hit
	if !slices.Contains([]int{exit.Done, exit.Failed, exit.Usage, exit.Findings, exit.Incomplete, 137}, first) || first == exit.Failed && said == "" {
		t.Errorf("%s: ends with %d: %s", where, first, said)
	}
	state := fmt.Sprint(stateOf(o), d.ofInput())
	if w.stage.seen[state] {
		return false
	}
	w.stage.seen[state] = true
	o.checkJournal(where, w.unjournaled...)
	again, saidAgain := o.visit(w.does)
	if again == exit.Usage || again == exit.Failed && !w.once {
		t.Errorf("%s, which ended with %d: run again it ends with %d: %s", where, first, again, saidAgain)
	}
	for _, v := range w.after {
		if status, said := o.visit(v); status == exit.Usage || status == exit.Failed {
			t.Errorf("%s, which ended with %d: %v after it ends with %d: %s", where, first, v.args, status, said)
		}
	}
	if apart := w.left(o).apart(wants, w.otherReports(o) || d.ofInput()); apart != "" {
		t.Errorf("%s, which ended with %d (%s) and run again with %d (%s):\n%s", where, first, said, again, saidAgain, apart)
	}
	if status, said := o.try(w.does.moment, "verify", "-q"); status != exit.Done {
		t.Errorf("%s, which ended with %d: verify ends with %d: %s", where, first, status, said)
	}
	return true
}

// A stage is an office in which commands are disturbed one after the other. What they do not
// change stays there from the first to the last: the books know what was read by inodes and
// times, and so what two commands leave can be compared.
type stage struct {
	base *office
	dir  string
	was  map[string]map[string]fs.FileInfo // by name in the folder, and by path
	// What was left there and gone on from. The same is not gone on from twice: what follows
	// depends on nothing else.
	seen map[string]bool
}

func newStage(t *testing.T, base *office) *stage {
	s := &stage{base, t.TempDir(), map[string]map[string]fs.FileInfo{}, map[string]bool{}}
	base.copyTo(s.dir)
	for _, name := range namesIn(t, s.dir) {
		s.was[name] = filesBelow(t, filepath.Join(s.dir, name))
	}
	return s
}

// set makes the stage what its base is: each part of it in which anything is other is copied.
func (s *stage) set(t *testing.T) *office {
	t.Helper()
	same := func(a, b fs.FileInfo) bool {
		return os.SameFile(a, b) && a.Mode() == b.Mode() && (a.IsDir() || a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size())
	}
	for _, name := range namesIn(t, s.dir) {
		if path := filepath.Join(s.dir, name); !maps.EqualFunc(filesBelow(t, path), s.was[name], same) {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name := range s.was {
		if _, err := os.Lstat(filepath.Join(s.dir, name)); err != nil {
			if err := os.CopyFS(filepath.Join(s.dir, name), os.DirFS(s.base.path(name))); err != nil {
				t.Fatal(err)
			}
		}
	}
	return &office{t, s.dir}
}

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// filesBelow are the file at a path, or the folder with all below it.
func filesBelow(t *testing.T, at string) map[string]fs.FileInfo {
	t.Helper()
	files := map[string]fs.FileInfo{}
	err := filepath.WalkDir(at, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			files[path], err = os.Lstat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// stateOf tells apart what disturbed commands leave, for a command that goes on from there:
// the files, and of the ledger the rows, once the engine has rolled back what was cut off. When
// a file was read is in the books, too, and never the same.
func stateOf(o *office) string {
	o.t.Helper()
	dir, err := os.MkdirTemp("", "state-")
	if err != nil {
		o.t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	h, files := sha256.New(), filesBelow(o.t, o.dir)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		name, _ := filepath.Rel(o.dir, path)
		fmt.Fprintln(h, name, files[path].Mode())
		if !files[path].Mode().IsRegular() {
			continue
		}
		text, err := os.ReadFile(path)
		if of, ok := strings.CutPrefix(name, "var/ledger.db"); ok {
			err = errors.Join(err, os.WriteFile(filepath.Join(dir, "ledger.db"+of), text, 0o600))
		} else {
			fmt.Fprintln(h, len(text))
			h.Write(text)
		}
		if err != nil {
			o.t.Fatal(err)
		}
	}
	ledger := filepath.Join(dir, "ledger.db")
	if _, err := os.Stat(ledger); err == nil {
		db, err := sql.Open("sqlite3", ledger)
		if err != nil {
			o.t.Fatal(err)
		}
		said, err := textRows(db, "PRAGMA integrity_check") // rolls back first
		_, errChange := db.Exec("UPDATE stamp SET measured_ns = 0; DELETE FROM digest WHERE table_name = 'stamp'")
		fmt.Fprintln(h, said, errors.Join(err, errChange, db.Close()))
		fmt.Fprintln(h, digestTables(ledger))
	}
	return string(h.Sum(nil))
}

// ofInput reports whether the call that was disturbed opened what a night reads, which the
// night then tells of.
func (f *fault) ofInput() bool {
	_, path, _ := strings.Cut(f.hit, " of ")
	name, _, _ := strings.Cut(path, "/")
	return slices.Contains([]string{"notify", "orders", "requests", "testdata"}, name)
}

// otherReports reports whether the command was cut off between the journal and the books: its
// batch is taken in as in flight, as the journal has it, and the reports tell of it.
func (w walk) otherReports(o *office) bool { return w.journals && takenIn(o.t, o.dir) }

// remains are what a command has left.
type remains struct {
	issued []string // lines
	files  []string // those of the reports with digests of what they say, of all others the names
}

func (w walk) left(o *office) remains {
	r, heads := remains{issued: o.refunds()}, headsIn(o)
	err := filepath.WalkDir(o.dir, func(path string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(o.dir, path)
		if err != nil || e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			return err
		}
		digest := ""
		switch {
		case e.Type() == fs.ModeSymlink:
			digest, err = os.Readlink(path)
		case e.Type().IsRegular() && strings.HasPrefix(name, "out/"):
			digest, err = digestBut(path, heads)
		}
		r.files = append(r.files, name+" "+digest)
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	if w.proves != nil {
		r.files = append(r.files, w.proves(o))
	}
	return r
}

var headText = regexp.MustCompile(`"head": "([0-9a-f]{64})"`)

// headsIn are the heads of the runs that have a report.
func headsIn(o *office) (heads []string) {
	names, err := filepath.Glob(o.path("out/*/*/summary.json"))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			o.t.Fatal(err)
		}
		for _, m := range headText.FindAllSubmatch(text, -1) {
			heads = append(heads, string(m[1]))
		}
	}
	return heads
}

// digestBut is a digest of what a file says, heads of the chain aside: how the run before ended, and
// when, is in the head of the next one. Of a workbook they stand shortened on every page.
func digestBut(path string, heads []string) (string, error) {
	h := sha256.New()
	if filepath.Ext(path) != ".xlsx" {
		text, err := os.ReadFile(path)
		h.Write(withoutDigests(text))
		return fmt.Sprintf("%x", h.Sum(nil)), err
	}
	book, err := zip.OpenReader(path)
	if err != nil {
		return "", err
	}
	defer book.Close()
	for _, part := range book.File {
		r, err := part.Open()
		if err != nil {
			return "", err
		}
		text, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return "", err
		}
		text = withoutDigests(text)
		for _, head := range heads {
			text = bytes.ReplaceAll(text, []byte(head[:12]), nil)
		}
		fmt.Fprintf(h, "%s\n%s\n", part.Name, text)
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// withoutDigests leaves digests out of a text: words of 64 hexadecimal digits. A regular
// expression that counts takes a seventh of a walk.
func withoutDigests(text []byte) (rest []byte) {
	rest = make([]byte, 0, len(text))
	for len(text) > 0 {
		end := 0
		for end < len(text) && (text[end] == '_' || text[end] >= '0' && text[end] <= '9' || text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
			end++
		}
		if word := text[:end]; end != 64 || len(bytes.Trim(word, "0123456789abcdef")) > 0 {
			rest = append(rest, word...)
		}
		if text = text[end:]; len(text) > 0 {
			rest, text = append(rest, text[0]), text[1:]
		}
	}
	return rest
}

// apart tells how what was left differs from each of some, from the one that it differs
// least from; nothing where it is one of them. Where reports may be other, what was issued
// is compared, and that no file is left half written.
func (r remains) apart(wants []remains, otherReports bool) (least string) {
	unfinished := regexp.MustCompile(`(^|/)\.|-journal `)
	for i, want := range wants {
		lines := differences(r.issued, want.issued)
		if otherReports {
			lines += differences(slices.DeleteFunc(slices.Clone(r.files), func(name string) bool { return !unfinished.MatchString(name) }), nil)
		} else {
			lines += differences(r.files, want.files)
		}
		if i == 0 || len(lines) < len(least) {
			least = lines
		}
	}
	return least
}

// differences lists the lines that one of two has alone, as often as it has them more.
func differences(got, want []string) string {
	var b strings.Builder
	more := map[string]int{}
	for _, line := range got {
		more[line]++
	}
	for _, line := range want {
		more[line]--
	}
	for _, line := range slices.Sorted(maps.Keys(more)) {
		if n := more[line]; n != 0 {
			fmt.Fprintf(&b, "  %+d %s\n", n, line)
		}
	}
	return b.String()
}

// faulty runs a command as a program of its own, during which system calls may fail. What
// it does for a while goes into the office, too.
func (o *office) faulty(f *fault, v visit) (status int, said string) {
	o.t.Helper()
	said = filepath.Join(o.t.TempDir(), "said")
	out, err := os.Create(said)
	if err != nil {
		o.t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command("reconcile-traced", append([]string{v.moment}, v.args...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = o.dir, out, out
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "TMPDIR="+o.dir)
	f.dir = o.dir
	status, err = f.run(cmd)
	if errors.Is(err, syscall.EPERM) {
		o.t.Skip("needs the right to trace")
	}
	if err != nil {
		o.t.Fatal(err)
	}
	text, err := os.ReadFile(said)
	if err != nil {
		o.t.Fatal(err)
	}
	return status, string(text)
}

// visit runs a command in this process, from the folder of the office, or kills it where it is
// to be cut.
func (o *office) visit(v visit) (status int, said string) {
	if v.cut != "" {
		return o.cutOff(v)
	}
	args := slices.Clone(v.args)
	for i, arg := range args {
		if arg == "copy.db" || arg == "filled.xlsx" {
			args[i] = o.path(arg)
		}
	}
	return o.try(v.moment, args...)
}

// cutOff kills a command where it is to be cut.
func (o *office) cutOff(v visit) (status int, said string) {
	o.t.Helper()
	such := func(call string) bool { return call == v.cut }
	whole := &fault{among: such}
	o.copyTo(o.t.TempDir()).faulty(whole, v)
	if whole.counted > 0 {
		return o.faulty(&fault{at: whole.counted, among: such}, v)
	}
	o.t.Fatalf("%v makes no %s: %q", v.args, v.cut, whole.calls)
	return 0, ""
}

// checkJournal asks that the journal holds every batch that the books have issued, but for
// some: at any moment, so that books which are lost then are made up for.
func (o *office) checkJournal(when string, but ...ledger.IssuedNumber) {
	o.t.Helper()
	for _, n := range o.unjournaled() {
		if !slices.Contains(but, n) {
			o.t.Errorf("%s: the books have issued batch %s, which the journal lacks", when, n.BatchNo)
		}
	}
}

// unjournaled are the batches that the books have issued and the journal lacks.
func (o *office) unjournaled() []ledger.IssuedNumber {
	o.t.Helper()
	copied := filepath.Join(o.t.TempDir(), "ledger.db")
	if there, err := ledger.Exists(o.t.Context(), o.path("var/ledger.db")); err != nil || !there {
		return nil
	}
	if err := ledger.Copy(o.t.Context(), o.path("var/ledger.db"), copied); err != nil {
		o.t.Fatal(err)
	}
	l, err := ledger.Open(o.t.Context(), copied, ledger.Options{})
	if err != nil {
		o.t.Fatal(err)
	}
	defer l.Close()
	issued, err := l.IssuedNumbers(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range issuedIn(o.t, o.dir) {
		delete(issued, ledger.IssuedNumber{Partner: e.Partner, BatchNo: e.BatchNo})
	}
	return slices.Collect(maps.Keys(issued))
}
