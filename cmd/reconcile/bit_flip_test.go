package main

import (
	"crypto/sha256"
	"database/sql"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

var (
	bitFlips = flag.Int("bitflips", 6, "how many bits TestBitFlips flips, one after the other, each in files of their own")
	flipSeed = flag.Uint64("flipseed", 1, "where the chance of TestBitFlips begins")
)

// flippedFiles are the kinds of files in which bits are flipped, with a pattern of each.
var flippedFiles = []struct{ kind, pattern string }{
	{"ledger", "var/ledger.db"}, {"journal", "out/issued.journal"}, {"ledger", "var/ledger.db"},
	{"batch", "out/nightly/2*/batches/2*.*"}, {"ledger", "var/ledger.db"}, {"workbook", "out/nightly/2*/*.xlsx"},
}

const flipNight = "2026-03-09 02:30:00"

// flipOffice is an office of three nights, to which something is owed on the fourth.
func flipOffice(t *testing.T) *office {
	o := smallOffice(t)
	for i, night := range []string{"2026-03-06 02:30:00", "2026-03-07 02:30:00", "2026-03-08 02:30:00"} {
		if status, said := o.try(night, "run", "-q", "--job", "nightly"); status == exit.Failed {
			t.Fatal(said)
		}
		o.write(fmt.Sprintf("orders/night-%d.csv", i), fmt.Sprintf("trade_no,paid_amount,refund_due\n20260305%08d,5.00,5.00\n", i))
	}
	return o
}

// A flip is what came of one bit.
type flip struct {
	kind             string
	changed          bool // what the file says, as far as it is read; a page of the ledger has room that nothing reads
	verified, refuse bool // an error of verify, and of the next run
	other            bool // the next run has issued other lines
}

// outcome is how a flip is counted.
func (f flip) outcome() string {
	by := map[[2]bool]string{{true, true}: "verify and the run", {true, false}: "verify", {false, true}: "the run", {false, false}: "nothing"}[[2]bool{f.verified, f.refuse}]
	said := f.kind + ", " + map[bool]string{true: "changed", false: "intact"}[f.changed] + ": noticed by " + by
	if f.other {
		said += ", OTHER MONEY"
	}
	return said
}

// TestBitFlips flips single bits of what the nights left. The next night issues what it
// issues without that, or says what is wrong, or verify does. What a flip changes is noticed
// always, in whichever file.
func TestBitFlips(t *testing.T) {
	t.Parallel()
	skipShort(t)
	base := flipOffice(t)
	calm := base.copyTo(t.TempDir())
	if status, said := calm.try(flipNight, "run", "-q", "--job", "nightly"); status == exit.Failed {
		t.Fatal(said)
	}
	want, rows := calm.refunds(), digestTables(base.path("var/ledger.db"))
	if len(want) == len(base.refunds()) {
		t.Fatal("the night after the flips issues nothing")
	}
	counted, chance := map[string]int{}, rand.New(rand.NewPCG(*flipSeed, 3))
	for i := range *bitFlips {
		f, where := tryFlip(t, base, i, chance, want, rows)
		counted[f.outcome()]++
		if f.other && !f.verified || f.changed && !f.verified && !f.refuse {
			t.Errorf("%s: %s", where, f.outcome())
		}
	}
	for _, outcome := range slices.Sorted(maps.Keys(counted)) {
		t.Logf("%6d %s", counted[outcome], outcome)
	}
}

// tryFlip flips one bit and makes the next night.
func tryFlip(t *testing.T, base *office, i int, chance *rand.Rand, want []string, rows map[string]string) (f flip, where string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "flip-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	o := base.copyTo(dir)
	o.t = t
	of := flippedFiles[i%len(flippedFiles)]
	files, err := filepath.Glob(o.path(of.pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no file matches %s: %v", of.pattern, err)
	}
	file := files[chance.IntN(len(files))]
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at, bit := chance.IntN(len(text)), chance.IntN(8)
	text[at] ^= 1 << bit
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	where = fmt.Sprintf("flip %d, bit %d of byte %d of %s", i, bit, at, strings.TrimPrefix(file, dir+"/"))
	f = flip{kind: of.kind, changed: true}
	if of.kind == "ledger" {
		now := digestTables(file)
		f.changed = !maps.Equal(now, rows)
		for table, digest := range now {
			if rows[table] != digest {
				where += ", in " + table
			}
		}
	}
	verify := []string{"verify", "-q"}
	if of.kind == "workbook" || of.kind == "batch" {
		verify = append(verify, file)
	}
	status, _ := o.try(flipNight, verify...)
	f.verified = status != exit.Done
	status, _ = o.try(flipNight, "run", "-q", "--job", "nightly")
	f.refuse = status == exit.Failed || takenIn(t, dir)
	f.other = !f.refuse && of.kind != "journal" && of.kind != "batch" && !slices.Equal(o.refunds(), want)
	return f, where
}

// digestTables are digests of what the tables of a ledger hold, or why they do not read.
func digestTables(path string) map[string]string {
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro&immutable=1")
	if err != nil {
		return map[string]string{"": err.Error()}
	}
	defer db.Close()
	all := map[string]string{}
	tables, err := textRows(db, "SELECT name, sql FROM sqlite_master ORDER BY type, name")
	all[""] = fmt.Sprint(tables, err)
	for _, table := range tables {
		name := strings.TrimPrefix(table[0], "true")
		rows, err := textRows(db, fmt.Sprintf("SELECT * FROM %q", name))
		all[name] = fmt.Sprintf("%x", sha256.Sum256([]byte(fmt.Sprint(rows, err))))
	}
	return all
}

// textRows reads rows of any columns.
func textRows(db *sql.DB, query string) (all [][]string, err error) {
	rows, err := db.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	for rows.Next() && err == nil {
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		err = rows.Scan(into...)
		line := make([]string, len(columns))
		for i, v := range values {
			line[i] = fmt.Sprint(v.Valid, v.String)
		}
		all = append(all, line)
	}
	if err == nil {
		err = rows.Err()
	}
	return all, err
}
