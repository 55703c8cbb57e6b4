package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// began leaves the ledger of an office as a run of a job leaves it that is cut off right
// before its commit, and returns a copy of the office from there.
func (o *office) began(t *testing.T, ledgerBefore []byte, at string) *office {
	t.Helper()
	c := &office{t, t.TempDir()}
	if err := os.CopyFS(c.dir, os.DirFS(o.dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(c.path("md5.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.remove("var")
	c.write("var/ledger.db", string(ledgerBefore))
	l, err := ledger.Open(t.Context(), c.path("var/ledger.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	account, _, err := l.FindAccount(t.Context(), "2088101008267254")
	if err != nil {
		t.Fatal(err)
	}
	moment, err := alipay.ParseTime(at)
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Start(t.Context(), "nightly", account, moment, moment)
	if err = errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCutOffAfterTheJournal cuts a run off between the journal and the commit. Taken up
// again on its day it issues the very same batch; where its day is over, where it would
// issue other lines, or where somebody may have seen the batch, its lines are in flight.
func TestCutOffAfterTheJournal(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "auto", 1)
	o.run("2026-03-06 02:30:00", "nightly")
	before := o.read("var/ledger.db")
	o.write("orders/b.csv", "trade_no,paid_amount,refund_due\n2026030200000001,9.00,5.00\n")
	o.run("2026-03-07 02:30:00", "nightly")
	want := issuedIn(t, o.dir)
	if len(want) != 2 {
		t.Fatal(want)
	}
	for _, c := range []struct {
		name, at string
		before   func(c *office)
		numbers  string // that the journal holds then
		told     bool   // ISSUED_ELSEWHERE
	}{
		{"the same again", "2026-03-07 02:40:00", func(c *office) { c.remove("out/nightly/2026-03-07-r2", "out/nightly/latest") }, "20260306900001 20260307900001", false},
		{"its day is over", "2026-03-08 02:40:00", func(c *office) { c.remove("out/nightly/2026-03-07-r2", "out/nightly/latest") }, "20260306900001 20260307900001", true},
		{"somebody may have seen it", "2026-03-07 02:40:00", func(*office) {}, "20260306900001 20260307900001", true},
		{"other lines", "2026-03-07 02:40:00", func(c *office) {
			c.remove("out/nightly/2026-03-07-r2", "out/nightly/latest")
			c.write("orders/c.csv", "trade_no,paid_amount,refund_due\n2026030200000002,9.00,7.00\n")
		}, "20260306900001 20260307900001 20260307900002", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut := o.began(t, before, "2026-03-07 02:30:00")
			c.before(cut)
			cut.run(c.at, "nightly")
			var numbers []string
			times := 0
			for _, e := range issuedIn(t, cut.dir) {
				numbers = append(numbers, e.BatchNo)
				for _, l := range e.Lines {
					if l.TradeNo == "2026030200000001" {
						times++
					}
				}
			}
			if got := strings.Join(numbers, " "); got != c.numbers || times != 1 {
				t.Errorf("the journal holds %s, want %s; the trade %d times", got, c.numbers, times)
			}
			found, _ := cut.at(c.at, exit.Done, "findings", "--json", "--code", "ISSUED_ELSEWHERE")
			if told := strings.Contains(found, "20260307900001"); told != c.told {
				t.Errorf("ISSUED_ELSEWHERE: %v\n%s", told, found)
			}
			shown, _ := cut.at(c.at, exit.Done, "batch", "show", "20260307900001")
			wants(t, shown, "2026030200000001")
			cut.at(c.at, exit.Done, "verify", "-q")
		})
	}
}

// TestReleaseReadsFirst asks that a release sees what came after its run: a refund that
// the shop made meanwhile, an order that is owed nothing any more, a file that does not
// read, a cap that was lowered.
func TestReleaseReadsFirst(t *testing.T) {
	t.Parallel()
	skipShort(t)
	request := func(o *office) { o.ask("2026-03-07 09:00:00", "20260307001", "2026030100000001^2.00^x") }
	for _, c := range []struct {
		name string
		then func(o *office)
		said string
	}{
		{"requested meanwhile", request, "trade 2026030100000001 is owed nothing any more"},
		{"refunded meanwhile", func(o *office) { o.answer("20260307001", "2026030100000001^2.00^SUCCESS") }, "trade 2026030100000001 is"},
		{"owed nothing", func(o *office) {
			o.write("orders/b.csv", "trade_no,paid_amount,refund_due\n2026030100000001,2.00,0.00\n")
		}, "trade 2026030100000001 is owed nothing any more"},
		{"a file is refused", func(o *office) { o.write("orders/b.csv", "what,is,this\n1,2,3\n") }, "is held now: EVIDENCE_GAP"},
		{"no file is left", func(o *office) { o.remove("notify/a.log") }, "is held now: EVIDENCE_GAP"},
		{"the cap of a line", func(o *office) { o.cap("line_cap: 1.00") }, "is held now: ABOVE_CAP"},
		{"the cap of a run", func(o *office) { o.cap("run_cap: 3.00") }, "the run proposes 4.00, above the cap of 3.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, "manual", 2)
			o.run("2026-03-07 02:30:00", "nightly")
			c.then(o)
			_, said := o.at("2026-03-07 10:30:00", exit.Failed, "batch", "release", "P1-1", "--by", "Wang")
			wants(t, said, c.said)
			if left := issuedIn(t, o.dir); len(left) > 0 {
				t.Errorf("%+v", left)
			}
		})
	}
}

// cap adds a cap to the configuration of an office.
func (o *office) cap(line string) {
	o.write("cron.yaml", strings.Replace(string(o.read("cron.yaml")), "release: manual", "release: manual, "+line, 1))
}

// TestProposalIsForItsDay refuses to release a proposal of another day.
func TestProposalIsForItsDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "manual", 1)
	o.run("2026-03-07 02:30:00", "nightly")
	_, said := o.at("2026-03-08 00:10:00", exit.Failed, "batch", "release", "P1-1", "--by", "Wang")
	wants(t, said, "a proposal is for its day only: it was proposed for 2026-03-07, and it is 2026-03-08")
	wants(t, said, "reconcile run proposes anew what is missing today")
	o.run("2026-03-08 00:20:00", "nightly")
	o.at("2026-03-08 00:30:00", exit.Done, "batch", "release", "P2-1", "--by", "Wang")
}

// TestMomentsOfIssue asks when a run issues, when it proposes, and when it is refused.
func TestMomentsOfIssue(t *testing.T) {
	t.Parallel()
	skipShort(t)
	for _, c := range []struct {
		now, asOf string
		status    int
		said      string
	}{
		{"2026-03-07 23:29:00", "", exit.Findings, "batch       20260307900001"},
		{"2026-03-07 23:31:00", "", exit.Findings, "unsigned: less than 30 minutes of the day are left"},
		{"2026-03-07 23:31:00", "2026-03-07 10:00:00", exit.Findings, "unsigned: less than 30 minutes of the day are left"},
		{"2026-03-07 10:00:00", "2026-03-07 23:50:00", exit.Findings, "unsigned: less than 30 minutes of the day are left"},
		{"2026-03-07 23:31:00", "2026-03-06 10:00:00", exit.Findings, "batch       20260306900001"},
		{"2026-03-07 10:00:00", "2026-03-08 00:00:00", exit.Usage, "--as-of 2026-03-08: it is 2026-03-07 in Shanghai"},
		{"2026-03-07 10:00:00", "2027-03-07 02:30:00", exit.Usage, "with --dry-run any day can be looked at"},
	} {
		t.Run(c.now+" as of "+c.asOf, func(t *testing.T) {
			o := newOffice(t, "auto", 1)
			args := []string{"run", "--job", "nightly"}
			if c.asOf != "" {
				args = append(args, "--as-of", c.asOf)
			}
			out, talk := o.at(c.now, c.status, args...)
			wants(t, strings.Join(strings.Fields(out+talk), " "), strings.Join(strings.Fields(c.said), " "))
			if c.status == exit.Usage {
				o.at(c.now, exit.Findings, append(args, "--dry-run")...)
			}
		})
	}
}

// TestNoNotifyURL asks that an account without one gets proposals, and is told why.
func TestNoNotifyURL(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "auto", 1)
	o.write("cron.yaml", strings.Replace(string(o.read("cron.yaml")), "    notify_url: https://pay.example.com/refunds\n", "", 1))
	out, _ := o.at("2026-03-07 02:30:00", exit.Findings, "run", "--job", "nightly")
	wants(t, out, "account demo has no notify_url")
	_, said := o.at("2026-03-07 09:00:00", exit.Failed, "batch", "release", "P1-1", "--by", "Wang")
	wants(t, said, "account demo has no notify_url")
	checked, _ := o.at("2026-03-07 09:00:00", exit.Done, "check")
	wants(t, checked, "missing: batches are proposed, not issued")
}

// TestLinkedLedger holds a ledger by one of its names: a run by another one ends at once.
func TestLinkedLedger(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "auto", 1)
	o.run("2026-03-07 02:30:00", "nightly")
	for name, link := range map[string]func(from, to string) error{"soft.db": os.Symlink, "hard.db": os.Link} {
		if err := link(o.path("var/ledger.db"), o.path(name)); err != nil {
			t.Fatal(err)
		}
	}
	unlock, err := ledger.Lock(t.Context(), o.path("var/ledger.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	config := string(o.read("cron.yaml"))
	for _, name := range []string{"soft.db", "hard.db", "out/../soft.db", "var/ledger.db"} {
		o.write("cron.yaml", strings.Replace(config, "var/ledger.db", name, 1))
		_, said := o.at("2026-03-07 03:00:00", exit.Locked, "run")
		wants(t, said, "ledger "+name+": another run holds it")
	}
}

// TestForgedJournal gives a batch of the journal other lines, and a checksum that fits them.
// A ledger that knows the batch goes on; one that lacks it issues nothing and says what to do.
func TestForgedJournal(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "manual", 2)
	o.run("2026-03-07 02:30:00", "nightly")
	before := o.read("var/ledger.db")
	o.at("2026-03-07 09:00:00", exit.Done, "batch", "release", "P1-1", "--by", "Wang")
	head, line, _ := strings.Cut(string(o.read("out/issued.journal")), "\n")
	_, body, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " {")
	body = strings.Replace("{"+body, `"amount":"`, `"amount":"1`, 1)
	o.write("out/issued.journal", fmt.Sprintf("%s\n%d %x %s\n", head, len(body), sha256.Sum256([]byte(body)), body))
	o.at("2026-03-07 10:00:00", exit.Done, "check")
	o.write("var/ledger.db", string(before))
	for _, command := range [][]string{{"run"}, {"batch", "release", "P1-1", "--by", "Wang"}} {
		_, said := o.at("2026-03-07 11:00:00", exit.Failed, command...)
		wants(t, said, `journal out/issued.journal: line 2: batch "20260307900001" does not agree with its lines: nothing is issued`)
		wants(t, said, "hint: mend or restore out/issued.journal")
	}
	said, _ := o.at("2026-03-07 11:00:00", exit.Failed, "check")
	wants(t, said, "does not agree with its lines")
}

// TestReleaseOfRestored restores the ledger of between a run and its release: with the
// journal, or with the files of the batch alone, the proposal is not released again.
func TestReleaseOfRestored(t *testing.T) {
	t.Parallel()
	for _, lost := range []string{"out/nightly/2026-03-07-r1/batches", "out/issued.journal"} {
		t.Run(lost, func(t *testing.T) {
			o := newOffice(t, "manual", 2)
			o.run("2026-03-07 02:30:00", "nightly")
			before := o.read("var/ledger.db")
			o.at("2026-03-07 09:00:00", exit.Done, "batch", "release", "P1-1", "--by", "Wang")
			o.write("var/ledger.db", string(before))
			o.remove(lost)
			_, said := o.at("2026-03-07 10:00:00", exit.Failed, "batch", "release", "P1-1", "--by", "Wang")
			wants(t, said, "batch 20260307900001 was issued elsewhere")
			wants(t, said, "trade 2026030100000001 is owed nothing any more")
		})
	}
}
