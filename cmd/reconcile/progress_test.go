package main

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cheggaaa/pb/v3"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/words"
)

// TestReadingIsShown asks what the line says before the first file, in the middle,
// after the last, and where a file is read a second time.
func TestReadingIsShown(t *testing.T) {
	dir := t.TempDir()
	var inputs []config.Input
	for _, name := range []string{"a", "b"} {
		in := config.Input{Name: filepath.Join(dir, name)}
		if err := os.WriteFile(in.Name, make([]byte, 2048), 0o600); err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, in)
	}
	synctest.Test(t, func(t *testing.T) {
		r := runner.NewReading("nightly", inputs, words.English)
		r.Bar.Set(pb.Static, true).SetWidth(80).Start()
		time.Sleep(3100 * time.Millisecond)
		for _, step := range []struct {
			file  int
			bytes int64
			want  string
		}{
			{0, 0, "nightly: reading [.....................]   0 %  file 1 of 2  0 B of 4.00 KiB  3s"},
			{0, 2048, "nightly: reading [##..............]   9 %  file 1 of 2  1.00 KiB of 4.00 KiB  3s"},
			{0, 2048, "nightly: reading [###.............]  18 %  file 1 of 2  2.00 KiB of 4.00 KiB  3s"},
			{1, 2048, "nightly: reading [#####...........]  26 %  file 2 of 2  3.00 KiB of 4.00 KiB  3s"},
			{1, 2048, "nightly: indexing [##################................................]  35 %  3s"},
			{1, 4096, "nightly: indexing [##################................................]  35 %  3s"}, // it grew
			{0, 0, "nightly: indexing [##################................................]  35 %  3s"},    // it is read again
		} {
			r.Count(step.file, step.bytes)
			if got := r.Bar.String(); got != step.want {
				t.Errorf("the line is %q, want %q", got, step.want)
			}
		}
	})
}

// TestReadingCountsEveryByte reads the files of a case and asks that no share
// ever falls, and that the last is the whole.
func TestReadingCountsEveryByte(t *testing.T) {
	file, _ := twoJobs(t)
	c, err := config.Load(file, noEnv, words.English)
	if err != nil {
		t.Fatal(err)
	}
	inputs, _, err := c.Inputs(c.Jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(t.Context(), t.TempDir()+"/ledger.db", ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	account, err := l.Account(t.Context(), c.Jobs[0].Account.Merchant.Partner)
	if err != nil {
		t.Fatal(err)
	}
	run, err := l.Start(t.Context(), "nightly", account, time.Unix(0, 0), time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, last := runner.NewReading("nightly", inputs, words.English), int64(0)
	told := make([]int64, len(inputs))
	options := importers.Options{Charset: "utf-8", Verifier: c.Jobs[0].Account.Keys.Verifier, Progress: func(file int, n int64) {
		told[file] += n
		r.Count(file, n)
		if at := r.Bar.Current(); at < last {
			t.Errorf("%s: %d bytes after %d", inputs[file].Path, at, last)
		} else {
			last = at
		}
	}}
	var files []importers.File
	for _, in := range inputs {
		files = append(files, importers.File{Account: account, Kind: in.Kind, Path: in.Path, Name: in.Name, Run: run.ID})
	}
	for _, err := range importers.Import(t.Context(), l, files, options) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, in := range inputs {
		if told[i] != 2*r.Sizes[i] {
			t.Errorf("%s: told of %d bytes, want each of %d twice", in.Path, told[i], r.Sizes[i])
		}
	}
	if at, whole := r.Read(); at != whole || at == 0 {
		t.Errorf("read %d of %d bytes in the end", at, whole)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}
