package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"reconcile/importers"
	"reconcile/ledger"
)

// TestProgressComesAndGoes asks that a line comes for work that is long, no
// oftener than ten times a second, makes room for what is written meanwhile, and
// is gone in the end; that short work shows none; and that what follows long work
// shows at once.
func TestProgressComesAndGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var screen bytes.Buffer
		b := newProgress(&screen, func() int { return 10 })
		stage := func(d time.Duration, say string) string {
			b.begin(func(time.Duration) string { return "退款, a line too long" })
			time.Sleep(d)
			if say != "" {
				if _, err := b.Write([]byte(say)); err != nil {
					t.Error(err)
				}
			}
			b.end()
			defer screen.Reset()
			return screen.String()
		}
		const line, gone = "\r退款, a l\x1b[K", "\r\x1b[K"
		if got := stage(450*time.Millisecond, ""); got != "" {
			t.Errorf("short work shows %q, want nothing", got)
		}
		if got, want := stage(1050*time.Millisecond, "said\n"), strings.Repeat(line, 6)+gone+"said\n"; got != want {
			t.Errorf("long work shows %q, want %q", got, want)
		}
		if got, want := stage(150*time.Millisecond, ""), line+gone; got != want {
			t.Errorf("what follows shows %q, want %q", got, want)
		}
	})
}

// TestReadingIsTold asks what the line says before the first file, in the middle,
// after the last, and where a file is read a second time.
func TestReadingIsTold(t *testing.T) {
	r := &reading{job: "nightly", sizes: []int64{2048, 2048}, whole: 4096}
	for _, step := range []struct {
		file  int
		bytes int64
		want  string
	}{
		{0, 0, "nightly: reading [................]   0 %  file 1 of 2  0.0 of 4.0 KiB  3s"},
		{0, 2048, "nightly: reading [####............]  25 %  file 1 of 2  1.0 of 4.0 KiB  3s"},
		{0, 2048, "nightly: reading [########........]  50 %  file 1 of 2  2.0 of 4.0 KiB  3s"},
		{1, 2048, "nightly: reading [############....]  75 %  file 2 of 2  3.0 of 4.0 KiB  3s"},
		{1, 2048, "nightly: reading [################] 100 %  file 2 of 2  4.0 of 4.0 KiB  3s"},
		{0, 0, "nightly: reading [................]   0 %  file 1 of 2  0.0 of 4.0 KiB  3s"},
	} {
		r.count(step.file, step.bytes)
		if got := r.line(3100 * time.Millisecond); got != step.want {
			t.Errorf("line() = %q, want %q", got, step.want)
		}
	}
}

func TestGauge(t *testing.T) {
	for _, c := range []struct {
		part, whole int64
		want        string
	}{
		{0, 100, "[................]   0 %"},
		{50, 100, "[########........]  50 %"},
		{99, 100, "[###############.]  99 %"},
		{100, 100, "[################] 100 %"},
		{120, 100, "[################] 100 %"}, // a file that grew meanwhile
		{0, 0, "[################] 100 %"},
	} {
		if got := gauge(c.part, c.whole); got != c.want {
			t.Errorf("gauge(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

func TestBytesText(t *testing.T) {
	for _, c := range []struct {
		part, whole int64
		want        string
	}{
		{0, 0, "0.0 of 0.0 KiB"},
		{512, 10 << 10, "0.5 of 10.0 KiB"},
		{1 << 20, 274 << 20, "1.0 of 274.0 MiB"},
		{1 << 29, 3 << 30, "0.5 of 3.0 GiB"},
	} {
		if got := bytesText(c.part, c.whole); got != c.want {
			t.Errorf("bytesText(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

// TestReadingCountsEveryByte reads the files of a case and asks that no share
// ever falls, and that the last is the whole.
func TestReadingCountsEveryByte(t *testing.T) {
	config, _ := twoJobs(t)
	c, err := loadConfig(config, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	inputs, _, err := c.inputs(c.jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(t.Context(), t.TempDir()+"/ledger.db", ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	account, err := l.Account(t.Context(), c.jobs[0].account.merchant.Partner)
	if err != nil {
		t.Fatal(err)
	}
	run, err := l.Start(t.Context(), "nightly", account, time.Unix(0, 0), time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, last := newReading("nightly", inputs), int64(0)
	told := make([]int64, len(inputs))
	options := importers.Options{Charset: "utf-8", Verifier: c.jobs[0].account.keys.verifier, Progress: func(file int, n int64) {
		told[file] += n
		r.count(file, n)
		if _, at := r.at(); at < last {
			t.Errorf("%s: %d bytes after %d", inputs[file].path, at, last)
		} else {
			last = at
		}
	}}
	var files []importers.File
	for _, in := range inputs {
		files = append(files, importers.File{Account: account, Kind: in.kind, Path: in.path, Name: in.name, Run: run.ID})
	}
	for _, err := range importers.Import(t.Context(), l, files, options) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, in := range inputs {
		if told[i] != 2*r.sizes[i] {
			t.Errorf("%s: told of %d bytes, want each of %d twice", in.path, told[i], r.sizes[i])
		}
	}
	if _, at := r.at(); at != r.whole || at == 0 {
		t.Errorf("read %d of %d bytes in the end", at, r.whole)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}
