package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/exit"
)

// An office is a folder in which people run the program at moments of their
// choice.
type office struct {
	t   *testing.T
	dir string
}

const officeKey = "b7v2k9q1x5m3c8z0"

const officeConfig = `
ledger: var/ledger.db
accounts:
  demo:
    partner: "2088101008267254"
    seller_email: seller@example.com
    notify_url: https://pay.example.com/refunds
    charset: utf-8
    sign_type: MD5
    md5_key: { file: md5.key }
    corrections: { complete_since: 2003-01-01, release: %s }
jobs:
  nightly: { account: demo, notify: [notify/*], orders: [orders/*], requests: [requests/*], output: out }
  weekly:  { account: demo, notify: [notify/*], orders: [orders/*], requests: [requests/*], output: out }
`

// newOffice returns an office with orders over 2.00, all of it due back.
func newOffice(t *testing.T, release string, orders int) *office {
	o := &office{t, t.TempDir()}
	o.write("cron.yaml", fmt.Sprintf(officeConfig, release))
	o.write("md5.key", officeKey)
	o.write("notify/a.log", "nothing yet\n")
	o.write("requests/a.log", "nothing yet\n")
	var text strings.Builder
	text.WriteString("trade_no,paid_amount,refund_due\n")
	for i := range orders {
		fmt.Fprintf(&text, "%016d,2.00,2.00\n", 2026030100000001+i)
	}
	o.write("orders/a.csv", text.String())
	return o
}

// path is where a file of the office is.
func (o *office) path(name string) string { return filepath.Join(o.dir, filepath.FromSlash(name)) }

func (o *office) write(name, text string) {
	o.t.Helper()
	if err := os.MkdirAll(filepath.Dir(o.path(name)), 0o700); err != nil {
		o.t.Fatal(err)
	}
	if err := os.WriteFile(o.path(name), []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// at calls the program at a moment and returns what it printed. It asks for an
// exit status.
func (o *office) at(moment string, status int, args ...string) (stdout, stderr string) {
	o.t.Helper()
	got, stdout, stderr := tryAt(o.t, o.dir, moment, args...)
	if got != status {
		o.t.Fatalf("%v at %s ends with %d, want %d:\n%s%s", args, moment, got, status, stdout, stderr)
	}
	return stdout, stderr
}

// answer puts a notification with one result into the log.
func (o *office) answer(batchNo, result string) {
	o.t.Helper()
	o.write("notify/b.log", o.signed(alipay.Params{
		{Name: "notify_time", Value: "2026-03-07 10:00:00"}, {Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: "n1"}, {Name: "batch_no", Value: batchNo},
		{Name: "success_num", Value: "1"}, {Name: "result_details", Value: result},
	}))
}

// ask puts a request into the log.
func (o *office) ask(date, batchNo string, lines ...string) {
	o.t.Helper()
	o.write("requests/b.log", o.request(date, batchNo, lines...))
}

// request is a line of a log with a signed request.
func (o *office) request(date, batchNo string, lines ...string) string {
	o.t.Helper()
	return o.signed(alipay.Params{
		{Name: "service", Value: alipay.Service}, {Name: "partner", Value: "2088101008267254"}, {Name: "_input_charset", Value: "utf-8"},
		{Name: "notify_url", Value: "https://pay.example.com/refunds"}, {Name: "seller_email", Value: "seller@example.com"},
		{Name: "refund_date", Value: date}, {Name: "batch_no", Value: batchNo}, {Name: "batch_num", Value: strconv.Itoa(len(lines))},
		{Name: "detail_data", Value: strings.Join(lines, "#")},
	})
}

// signed is a line of a log with parameters and their signature.
func (o *office) signed(p alipay.Params) string {
	o.t.Helper()
	key, err := alipay.NewMD5(alipay.NewSecret(officeKey))
	if err != nil {
		o.t.Fatal(err)
	}
	signed, err := alipay.Sign(p, key)
	if err != nil {
		o.t.Fatal(err)
	}
	return signed.Encode() + "\n"
}

// wants asks that text holds a part.
func wants(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%q is missing in:\n%s", part, text)
	}
}

// batch show and batch release print the digest that is on the page, and
// the one of what is sent.
func TestDigestOnPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "manual", 2)
	o.at("2026-03-07 02:30:00", exit.Findings, "run", "--job", "nightly")
	released, _ := o.at("2026-03-07 09:00:00", exit.Done, "batch", "release", "P1-1", "--by", "Wang")
	shown, _ := o.at("2026-03-07 09:00:00", exit.Done, "batch", "show", "20260307900001")
	page, err := os.ReadFile(o.path("out/nightly/2026-03-07-r1/batches/20260307900001.html"))
	if err != nil {
		t.Fatal(err)
	}
	digest := regexp.MustCompile(`(?m)^digest +([0-9a-f]{64})$`)
	a, b := digest.FindStringSubmatch(released), digest.FindStringSubmatch(shown)
	if a == nil || b == nil || a[1] != b[1] {
		t.Fatalf("release prints %q, show prints %q: want the same digest", a, b)
	}
	wants(t, string(page), `detail_data SHA-256 <span class="mono">`+a[1]+"<")
}

// The address is for a short batch that is in flight and on its day, and of
// which Alipay has said nothing.
func TestURLIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "auto", 30)
	o.ask("2026-03-06 10:00:00", "20260306000001", "2026030100000099^1.00^x")
	o.at("2026-03-07 02:30:00", exit.Findings, "run", "--job", "nightly")
	_, talk := o.at("2026-03-07 09:00:00", exit.Failed, "batch", "url", "20260307900001")
	wants(t, talk, "bytes, and one of more than 2000 may be cut off on its way")
	wants(t, talk, "hint: open out/nightly/2026-03-07-r1/batches/20260307900001.html instead")
	_, talk = o.at("2026-03-06 11:00:00", exit.Failed, "batch", "url", "20260306000001")
	wants(t, talk, "batch 20260306000001: it is not of this program")

	o.answer("20260307900001", "2026030100000001^2.00^SUCCESS")
	o.at("2026-03-07 10:30:00", exit.Done, "run", "--job", "nightly")
	_, talk = o.at("2026-03-07 10:30:00", exit.Failed, "batch", "url", "20260307900001")
	wants(t, talk, "batch 20260307900001: it was submitted: Alipay has answered it")
}

// Two jobs over the same trades propose the same refunds; only one of them is
// released, and a run of the other completes what was cut off, before it moves
// the books on.
func TestReleaseOfTwoJobs(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "manual", 2)
	for _, job := range []string{"nightly", "weekly"} {
		o.at("2026-03-07 02:30:00", exit.Findings, "run", "--job", job)
	}
	list, _ := o.at("2026-03-07 08:00:00", exit.Done, "batch", "list")
	wants(t, list, "P1-1 ")
	wants(t, list, "P2-1 ")
	folder := o.path("out/weekly/2026-03-07-r2/batches")
	if err := os.Rename(folder, o.path("aside")); err != nil {
		t.Fatal(err)
	}
	o.write("out/weekly/2026-03-07-r2/batches", "in the way")
	o.at("2026-03-07 09:00:00", exit.Failed, "batch", "release", "P2-1", "--by", "Wang")
	_, talk := o.at("2026-03-07 09:05:00", exit.Failed, "batch", "release", "P1-1", "--by", "Wang")
	wants(t, talk, "batch 20260307900001 was released, and its files are still to be written")
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	_, talk = o.at("2026-03-07 09:10:00", exit.Failed, "batch", "release", "P1-1", "--by", "Wang")
	wants(t, talk, "weekly: batch 20260307900001 had been released before its files appeared; they are complete now")
	wants(t, talk, "the books no longer allow it as it was proposed: trade 2026030100000001 is owed nothing any more")
	wants(t, talk, "hint: reconcile run proposes what is missing now")
	if _, err := os.Stat(filepath.Join(folder, "20260307900001.html")); err != nil {
		t.Error(err)
	}
}

// A run that was cut off before its files appeared publishes them before one of
// its proposals is released: the batch has its place then.
func TestReleasePublishesTheRunFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "manual", 2)
	o.write("out/nightly/latest/taken", "in the way")
	o.at("2026-03-07 02:30:00", exit.Failed, "run", "--job", "nightly")
	if err := os.RemoveAll(o.path("out/nightly/latest")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(o.path("out/nightly/2026-03-07-r1")); err != nil {
		t.Fatal(err)
	}
	o.at("2026-03-07 09:00:00", exit.Done, "batch", "release", "P1-1", "--by", "Wang")
	for _, name := range []string{"summary.json", "batches/proposal-1.json", "batches/20260307900001.html"} {
		if _, err := os.Stat(o.path("out/nightly/latest/" + name)); err != nil {
			t.Error(err)
		}
	}
}

func TestPersonName(t *testing.T) {
	for by, want := range map[string]string{
		"Li":                    "Li",
		"  Li \t Na ":           "Li Na",
		"李娜":                    "李娜",
		"":                      "",
		" \n ":                  "",
		"Li\u200b":              "",
		"Li\x1b[31m":            "",
		"\u202eiL":              "",
		strings.Repeat("李", 22): "",
	} {
		got, err := personName("batch approve", by)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("personName(%q) = %q, %v; want %q", by, got, err, want)
		}
	}
}
