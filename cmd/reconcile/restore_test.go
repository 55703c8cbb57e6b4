package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// issuedIn are the batches that the journal of an office holds.
func issuedIn(t *testing.T, dir string) []ledger.Entry {
	t.Helper()
	return issuedAt(t, filepath.Join(dir, "out", "issued.journal"))
}

// issuedAt are the batches that a journal holds.
func issuedAt(t *testing.T, path string) []ledger.Entry {
	t.Helper()
	j := &ledger.Journal{Path: path, Name: "issued.journal"}
	if err := j.Read(); err != nil {
		t.Fatal(err)
	}
	var all []ledger.Entry
	for _, e := range j.Entries() {
		whole, err := e.Whole()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, whole)
	}
	return all
}

// answerLines puts a notification with a result of every line of a batch into a log of its
// own.
func (o *office) answerLines(e ledger.Entry, at, result string) {
	o.t.Helper()
	var items []string
	for _, l := range e.Lines {
		items = append(items, l.TradeNo+"^"+l.Amount+"^"+result)
	}
	successes := 0
	if result == "SUCCESS" {
		successes = len(items)
	}
	o.write("notify/"+e.BatchNo+".log", o.signed(alipay.Params{
		{Name: "notify_time", Value: at}, {Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: "n" + e.BatchNo}, {Name: "batch_no", Value: e.BatchNo},
		{Name: "success_num", Value: fmt.Sprint(successes)}, {Name: "result_details", Value: strings.Join(items, "#")},
	}))
}

// A restored shop is an office of ten nights with two jobs of one account, and what its
// ledger was after each night.
type shopOfNights struct {
	*office
	ledgers  [][]byte
	journals [][]byte
	issued   []ledger.Entry
	open     map[string]bool // trades of lines that nothing has answered, or that were refunded
}

func newShopOfNights(t *testing.T, nights int) *shopOfNights {
	s := &shopOfNights{office: newOffice(t, "auto", 1), open: map[string]bool{}}
	owe := func(n int) {
		s.write(fmt.Sprintf("orders/n%03d.csv", n), fmt.Sprintf("trade_no,paid_amount,refund_due\n%016d,9.00,3.00\n%016d,9.00,3.00\n", 2026030200000000+n*2, 2026030200000001+n*2))
	}
	for n := range nights {
		day := fmt.Sprintf("2026-03-%02d", n+1)
		owe(2 * n)
		s.run(day+" 02:30:00", "nightly")
		owe(2*n + 1)
		s.run(day+" 03:30:00", "weekly")
		for i, e := range issuedIn(t, s.dir)[len(s.issued):] {
			s.issued = append(s.issued, e)
			switch {
			case n%3 == 0 && i == 0:
				s.answerLines(e, day+" 10:00:00", "SUCCESS")
				s.hold(e)
			case n%3 == 1 && i == 0:
				s.answerLines(e, day+" 10:00:00", "SELLER_BALANCE_NOT_ENOUGH")
			default:
				s.hold(e)
			}
		}
		s.ledgers, s.journals = append(s.ledgers, s.read("var/ledger.db")), append(s.journals, s.read("out/issued.journal"))
	}
	if len(s.issued) < nights*2 || len(s.open) < nights {
		t.Fatalf("%d batches, %d trades in flight", len(s.issued), len(s.open))
	}
	return s
}

// hold notes that the lines of a batch must not be refunded again.
func (s *shopOfNights) hold(e ledger.Entry) {
	for _, l := range e.Lines {
		s.open[l.TradeNo] = true
	}
}

// run makes one night of a job, whatever it finds.
func (o *office) run(moment, job string) {
	o.t.Helper()
	o.at(moment, exit.Findings, "run", "-q", "--job", job)
	checkMoneyOf(o.t, o.dir, job)
}

func (o *office) read(name string) []byte {
	o.t.Helper()
	text, err := os.ReadFile(o.path(name))
	if err != nil {
		o.t.Fatal(err)
	}
	return text
}

// restored is a copy of the shop with the ledger of a night, -1 for none.
func (s *shopOfNights) restored(t *testing.T, night int) *office {
	t.Helper()
	o := &office{t, t.TempDir()}
	if err := os.CopyFS(o.dir, os.DirFS(s.dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(o.path("md5.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(o.path("var")); err != nil {
		t.Fatal(err)
	}
	if night >= 0 {
		o.write("var/ledger.db", string(s.ledgers[night]))
	}
	return o
}

// check asks that the batches of an office that the shop has not issued hold no line that
// is in flight or was refunded, and no trade twice, and that no number is drawn twice.
func (s *shopOfNights) check(o *office) {
	o.t.Helper()
	digests, again := map[string]string{}, map[string]bool{}
	for _, e := range s.issued {
		digests[e.BatchNo] = e.Digest
	}
	for _, e := range batchesUnder(o) {
		if was, ok := digests[e.BatchNo]; ok {
			if was != e.Digest {
				o.t.Errorf("number %s is drawn again", e.BatchNo)
			}
			continue
		}
		digests[e.BatchNo] = e.Digest
		for _, l := range e.Lines {
			if s.open[l.TradeNo] || again[l.TradeNo] {
				o.t.Errorf("batch %s refunds trade %s, which is in flight or refunded", e.BatchNo, l.TradeNo)
			}
			again[l.TradeNo] = true
		}
	}
}

// batchesUnder are the batches whose files stand under an office's output or in its journal.
func batchesUnder(o *office) []ledger.Entry {
	o.t.Helper()
	all := issuedIn(o.t, o.dir)
	files, err := filepath.Glob(o.path("out/*/*/batches/2026*.json"))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			o.t.Fatal(err)
		}
		var f struct {
			Body string `json:"body"`
		}
		if err := json.Unmarshal(text, &f); err != nil {
			o.t.Fatal(err)
		}
		r, err := alipay.ParseRequest(f.Body, alipay.UTF8)
		if err != nil {
			o.t.Fatal(err)
		}
		e, err := ledger.EntryOf(r, "", 0)
		if err != nil {
			o.t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

var restoreAll = flag.Bool("restore-all", false, "restore the ledger of every night in every way; some ten minutes")

// TestRestoredShop restores the ledger of each night alone, or none, beside the journal of
// the last night or of one before, with and without the reports, and runs either job first:
// nothing is issued for a line that any batch has in flight, and no number is drawn twice.
func TestRestoredShop(t *testing.T) {
	t.Parallel()
	skipShort(t)
	nights := 7
	if testing.Short() {
		nights = 4
	}
	s := newShopOfNights(t, nights)
	last := fmt.Sprintf("2026-03-%02d", nights)
	losses := []struct {
		name string
		lose func(o *office, night int)
	}{
		{"journal kept", func(*office, int) {}},
		{"reports lost", func(o *office, _ int) { o.remove("out/nightly", "out/weekly") }},
		{"job renamed", func(o *office, _ int) { o.rename("out/nightly", "out/gone") }},
		{"journal lost", func(o *office, _ int) { o.remove("out/issued.journal") }},
		{"older journal", func(o *office, night int) { o.write("out/issued.journal", string(s.journals[max(night, 0)])) }},
	}
	for night := -1; night < nights; night++ {
		for i, l := range losses {
			if !*restoreAll && night >= 0 && (night+i)%6 != 0 {
				continue
			}
			for turn, jobs := range [][]string{{"weekly", "nightly"}, {"nightly", "weekly"}} {
				if !*restoreAll && turn != (night+2)%2 {
					continue
				}
				t.Run(fmt.Sprintf("night %d, %s, %s first", night+1, l.name, jobs[0]), func(t *testing.T) {
					t.Parallel()
					o := s.restored(t, night)
					l.lose(o, night)
					s.goOn(o, last, jobs)
				})
			}
		}
	}
}

// goOn runs both jobs of a shop that was restored, twice.
func (s *shopOfNights) goOn(o *office, last string, jobs []string) {
	o.t.Helper()
	o.write("orders/new.csv", "trade_no,paid_amount,refund_due\n2026030300000001,5.00,5.00\n")
	before := len(batchesUnder(o))
	o.run(last+" 20:00:00", jobs[0])
	o.run(last+" 21:00:00", jobs[1])
	s.check(o)
	if len(batchesUnder(o)) <= before {
		o.t.Error("what is new is not issued")
	}
	s.whole(o)
	o.run(last+" 22:00:00", jobs[0])
	o.at(last+" 22:10:00", exit.Done, "verify", "-q")
	s.check(o)
}

// whole asks that the journal of an office holds every batch again, wherever it was lost.
func (s *shopOfNights) whole(o *office) {
	o.t.Helper()
	all := issuedIn(o.t, o.dir)
	for _, e := range s.issued {
		if !slices.ContainsFunc(all, func(has ledger.Entry) bool { return has.BatchNo == e.BatchNo && has.Digest == e.Digest }) {
			o.t.Errorf("the journal lacks batch %s", e.BatchNo)
		}
	}
}

func (o *office) remove(names ...string) {
	o.t.Helper()
	for _, name := range names {
		if err := os.RemoveAll(o.path(name)); err != nil {
			o.t.Fatal(err)
		}
	}
}

func (o *office) rename(from, to string) {
	o.t.Helper()
	if err := os.Rename(o.path(from), o.path(to)); err != nil {
		o.t.Fatal(err)
	}
}

// A ledger is refused where a report names a batch that nothing holds any more.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	s := newShopOfNights(t, 2)
	o := s.restored(t, 0)
	o.remove("out/issued.journal")
	files, err := filepath.Glob(o.path("out/*/2026-03-02-*/batches"))
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	for _, folder := range files {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	_, said := o.at("2026-03-03 02:30:00", exit.Failed, "run", "--job", "weekly")
	wants(t, said, "of which neither the journal nor a file is left: it is older than that")
	o.remove("var")
	_, said = o.at("2026-03-03 02:30:00", exit.Failed, "run", "--job", "weekly")
	wants(t, said, "gone, though out/")
	if len(issuedIn(t, o.dir)) > 0 {
		t.Error("something was issued")
	}
}

// TestBackup restores what reconcile backup has written.
func TestBackup(t *testing.T) {
	t.Parallel()
	s := newShopOfNights(t, 2)
	s.at("2026-03-02 12:00:00", exit.Done, "backup", s.path("copy.db"))
	_, said := s.at("2026-03-02 12:00:00", exit.Failed, "backup", s.path("copy.db"))
	wants(t, said, "it exists already, and a backup replaces nothing")
	s.write("orders/later.csv", "trade_no,paid_amount,refund_due\n2026030300000001,5.00,5.00\n")
	s.run("2026-03-03 02:30:00", "nightly")
	for _, e := range issuedIn(t, s.dir)[len(s.issued):] {
		s.issued = append(s.issued, e)
		s.hold(e)
	}
	s.ledgers = append(s.ledgers, s.read("copy.db"))
	o := s.restored(t, 2)
	said, _ = o.at("2026-03-03 03:00:00", exit.Findings, "check")
	wants(t, said, "the ledger lacks 20260303900001: the next run takes them in as in flight")
	o.run("2026-03-03 03:30:00", "weekly")
	s.check(o)
	findings, _ := o.at("2026-03-03 04:00:00", exit.Done, "findings", "--json", "--job", "weekly")
	wants(t, findings, "ISSUED_ELSEWHERE")
	if left, _ := filepath.Glob(s.path(".backup-*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// TestTwoHosts lets two copies of the ledger of each night share a journal, each with both
// jobs in turn: what one has issued, the other takes in before it issues.
func TestTwoHosts(t *testing.T) {
	t.Parallel()
	skipShort(t)
	nights := 2
	if *restoreAll {
		nights = 10
	}
	s := newShopOfNights(t, nights)
	day := fmt.Sprintf("2026-03-%02d", nights)
	for night := range nights {
		t.Run(fmt.Sprintf("night %d", night+1), func(t *testing.T) {
			shared := filepath.Join(t.TempDir(), "shared.journal")
			if err := os.WriteFile(shared, s.journals[nights-1], 0o600); err != nil {
				t.Fatal(err)
			}
			hosts := []*office{s.restored(t, night), s.restored(t, night)}
			for _, o := range hosts {
				o.remove("out/issued.journal")
				o.write("cron.yaml", strings.Replace(string(o.read("cron.yaml")), "ledger: var/ledger.db", "ledger: var/ledger.db\njournal: "+shared, 1))
				o.write("orders/later.csv", "trade_no,paid_amount,refund_due\n2026030300000001,5.00,5.00\n")
			}
			for i, job := range []string{"nightly", "weekly", "weekly", "nightly"} {
				hosts[i%2].run(fmt.Sprintf("%s 20:%d0:00", day, i), job)
			}
			s.checkShared(hosts, issuedAt(t, shared))
		})
	}
}

// checkShared asks of hosts that share a journal that none of them has issued what is in
// flight, that a number stands for the same lines everywhere, and that what is new is
// issued once.
func (s *shopOfNights) checkShared(hosts []*office, all []ledger.Entry) {
	hosts[0].t.Helper()
	for _, o := range hosts {
		s.check(o)
		all = append(all, batchesUnder(o)...)
	}
	digests, times := map[string]string{}, 0
	for _, e := range all {
		if was, ok := digests[e.BatchNo]; ok {
			if was != e.Digest {
				hosts[0].t.Errorf("number %s stands for two batches", e.BatchNo)
			}
			continue
		}
		digests[e.BatchNo] = e.Digest
		for _, l := range e.Lines {
			if l.TradeNo == "2026030300000001" {
				times++
			}
		}
	}
	if times != 1 {
		hosts[0].t.Errorf("the trade is issued %d times", times)
	}
}
