package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// shopOf is the case small with books of its own in a file.
func shopOf(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := copyCase("small", dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What was read ahead counts as what the run itself has read: the reports are the same,
// byte for byte, however often it was read ahead, where that was done in the same order.
func TestIngest(t *testing.T) {
	t.Parallel()
	want, dir := shopOf(t), shopOf(t)
	runOnce(t, want, serverNight, "run", "-q")
	says(t, dir, exit.Done, "read        1 file, 0 unchanged, 0 refused; ", "ingest", "--job", "nightly", filepath.Join(dir, "orders/orders-0.csv"))
	says(t, dir, exit.Done, "6 files", "ingest", "--job", "nightly")
	if status, printed, _ := tryAt(t, dir, serverNight, "ingest", "-q", "--job", "nightly"); status != exit.Done || printed != "" {
		t.Errorf("a quiet ingest ends with %d and prints %q", status, printed)
	}
	says(t, dir, exit.Done, "reading", "runs")
	says(t, dir, exit.Done, "make the first run", "status")
	runOnce(t, dir, serverNight, "run", "-q")
	compareTrees(t, "read ahead", filepath.Join(dir, "out"), filepath.Join(want, "out"))
	says(t, dir, exit.Done, "proven", "verify")
}

// A file that only another host sees, and that was refused or not read whole there, holds
// the money of the run that is made here.
func TestIngestUnseenFile(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"web1.log":  "notify_type=batch_refund_notify&notify_id=1&batch_no=20260301001&result_details=2014040311001004370000361525%5E80%5ESUCCESS&success_num=1&notify_time=2026-03-01+12%3A00%3A00&sign_type=MD5&sign=00000000000000000000000000000000\n",
		"web1.xlsx": "PK\x03\x04 this is no archive",
	} {
		dir, there := shopOf(t), shopOf(t)
		moveTo(t, filepath.Join(there, "cron.yaml"), filepath.Join(dir, "var/ledger.db"))
		if err := os.WriteFile(filepath.Join(there, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		pattern := map[string]string{"web1.log": `notify: [`, "web1.xlsx": `orders: [`}[name]
		config, err := os.ReadFile(filepath.Join(there, "cron.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		config = bytes.Replace(config, []byte(pattern), []byte(pattern+name+", "), 1)
		if err := os.WriteFile(filepath.Join(there, "cron.yaml"), config, 0o600); err != nil {
			t.Fatal(err)
		}
		says(t, there, exit.Incomplete, "unread      "+name+": ", "ingest", "--job", "nightly")
		if status, printed, talk := tryAt(t, dir, serverNight, "run"); status != exit.Incomplete || !strings.Contains(talk, name+": ") {
			t.Errorf("%s: the run ends with %d and prints\n%s%s", name, status, printed, talk)
		}
		if batches, err := filepath.Glob(filepath.Join(dir, "out/nightly/*/batches/*")); err != nil || len(batches) > 0 {
			t.Errorf("%s: the run has issued %v, %v", name, batches, err)
		}
		says(t, there, exit.Incomplete, "unread      "+name+": ", "ingest", "--job", "nightly")
		renameJob(t, dir)
		if status, _, talk := tryAt(t, dir, serverNight, "run"); strings.Contains(talk, name+": ") {
			t.Errorf("%s, read for a job that is gone: the run ends with %d and prints\n%s", name, status, talk)
		}
	}
}

// renameJob gives the job of a shop another name.
func renameJob(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, "cron.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(text, []byte("  nightly:"), []byte("  daily:"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A run that was cut off behind its decision is reported before anything else is read: its
// report is of the books as they were.
func TestIngestBehindDecision(t *testing.T) {
	t.Parallel()
	dir := shopOf(t)
	runOnce(t, dir, serverNight, "run", "-q")
	want := t.TempDir()
	if err := os.Rename(filepath.Join(dir, "out"), filepath.Join(want, "out")); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", filepath.Join(dir, "var/ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE run SET state = 'committed', directory = ''"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	says(t, dir, exit.Failed, "run 1 of job nightly: a run is decided, and its report is not written yet", "ingest", "--job", "nightly")
	runOnce(t, dir, serverNight, "run", "-q")
	compareTrees(t, "cut off", filepath.Join(dir, "out/nightly/2026-03-07-r1"), filepath.Join(want, "out/nightly/2026-03-07-r1"))
	says(t, dir, exit.Done, "6 files", "ingest", "--job", "nightly")
}

// Wrong ways to say what to read.
func TestIngestRefuses(t *testing.T) {
	t.Parallel()
	dir := shopOf(t)
	says(t, dir, exit.Usage, "no such job", "ingest", "--job", "weekly")
	says(t, dir, exit.Usage, "notify-9.log: no pattern of the job matches it", "ingest", filepath.Join(dir, "notify/notify-9.log"))
	says(t, dir, exit.Usage, "no pattern of the job matches it", "ingest", filepath.Join(dir, "cron.yaml"))
	if _, err := os.Stat(filepath.Join(dir, "var")); !os.IsNotExist(err) {
		t.Errorf("what was refused has made books: %v", err)
	}
}
