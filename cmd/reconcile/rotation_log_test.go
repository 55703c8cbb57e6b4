package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"reconcile/alipay"
)

// A livingLog is a notify log that grows while others rotate, copy and pack it,
// as logrotate, backups and people do. None of it loses a line.
type livingLog struct {
	*testing.T
	rng   *rand.Rand
	key   alipay.MD5
	dir   string
	all   bytes.Buffer // every line, in order
	file  *os.File     // that the next line goes to
	hole  bool         // the file is written at its old place after it was cut
	rest  string       // of the last line, which is still to be written
	count int          // of lines and of names that were made up
	old   []rotated    // the youngest first
}

// A rotated file is x.log.1, x.log.2.gz, and so on.
type rotated struct {
	number int
	packed bool
}

func (r rotated) name() string {
	if r.packed {
		return fmt.Sprintf("x.log.%d.gz", r.number)
	}
	return fmt.Sprintf("x.log.%d", r.number)
}

func newLivingLog(t *testing.T, rng *rand.Rand, dir string) *livingLog {
	t.Helper()
	key, err := alipay.NewMD5(alipay.NewSecret("rotation"))
	if err != nil {
		t.Fatal(err)
	}
	l := &livingLog{T: t, rng: rng, dir: dir, key: key}
	l.reopen()
	return l
}

func (l *livingLog) check(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

func (l *livingLog) path(name string) string { return filepath.Join(l.dir, name) }

// reopen begins a new log, or goes on with the one that is there.
func (l *livingLog) reopen() {
	l.Helper()
	flags := os.O_CREATE | os.O_WRONLY
	if l.hole = l.rng.IntN(3) == 0; !l.hole {
		flags |= os.O_APPEND
	}
	var err error
	l.file, err = os.OpenFile(l.path("x.log"), flags, 0o600)
	l.check(err)
}

// line is the next line of the log: mostly a notification, now and then one that
// came before, one that nobody signed, one that does not read, or noise.
func (l *livingLog) line() string {
	l.count++
	n := l.count
	if l.rng.IntN(4) == 0 {
		n = 1 + l.rng.IntN(n) // again
	}
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, alipay.Shanghai()).Add(time.Duration(l.count) * time.Minute)
	params := alipay.Params{
		{Name: "notify_time", Value: at.Format(alipay.TimeLayout)},
		{Name: "notify_type", Value: alipay.NotifyType},
		{Name: "notify_id", Value: fmt.Sprintf("id%d", n)},
		{Name: "batch_no", Value: fmt.Sprintf("20260301%03d", n)},
		{Name: "success_num", Value: "1"},
		{Name: "result_details", Value: fmt.Sprintf("20260301000000%02d^%d.00^SUCCESS", n%7, n)},
	}
	sign, err := l.key.Sign(params.SignText())
	l.check(err)
	switch l.rng.IntN(8) {
	case 0:
		return fmt.Sprintf("GET /health 200 %d", l.count)
	case 1:
		return fmt.Sprintf("notify_id=%d", l.count)
	case 2:
		sign = "00000000000000000000000000000000"
	}
	params = append(params, alipay.Param{Name: "sign", Value: sign}, alipay.Param{Name: "sign_type", Value: "MD5"})
	return at.Format(time.DateTime) + " " + params.Encode()
}

// write adds a few lines.
func (l *livingLog) write() {
	l.Helper()
	for range 1 + l.rng.IntN(6) {
		l.begin()
		l.finish()
	}
}

// begin adds a line as far as it got.
func (l *livingLog) begin() {
	l.Helper()
	l.finish()
	line := l.line() + "\n"
	l.all.WriteString(line)
	cut := l.rng.IntN(len(line))
	_, err := l.file.WriteString(line[:cut])
	l.check(err)
	l.rest = line[cut:]
}

// finish adds the rest of the last line.
func (l *livingLog) finish() {
	l.Helper()
	_, err := l.file.WriteString(l.rest)
	l.check(err)
	l.rest = ""
}

// live lets some things happen to the log, spread over the time that a run takes.
func (l *livingLog) live() {
	for range l.rng.IntN(12) {
		for range l.rng.IntN(4000) {
			runtime.Gosched()
		}
		l.turn()
	}
	l.begin()
}

// turn does one thing that happens to logs.
func (l *livingLog) turn() {
	l.Helper()
	l.write()
	switch l.rng.IntN(9) {
	case 0, 1:
		l.rotate()
	case 2, 3:
		l.copyAndCut()
	case 4:
		l.pack()
	case 5:
		l.bundle()
	case 6:
		l.duplicate()
	case 7:
		l.rename()
	}
}

// rotate moves the log away; its writer learns of it some lines later.
func (l *livingLog) rotate() {
	l.Helper()
	name := l.shift()
	l.check(os.Rename(l.path("x.log"), l.path(name)))
	if l.rng.IntN(2) == 0 {
		l.write()
	}
	l.finish()
	l.check(l.file.Close())
	l.reopen()
}

// copyAndCut copies the log and cuts it to nothing. A writer that does not append
// leaves a hole then.
func (l *livingLog) copyAndCut() {
	l.Helper()
	l.finish()
	name := l.shift()
	l.copy("x.log", name)
	l.check(os.Truncate(l.path("x.log"), 0))
}

// shift renames x.log.1 to x.log.2 and so on, and returns the name that is free
// then.
func (l *livingLog) shift() string {
	l.Helper()
	for i := len(l.old) - 1; i >= 0; i-- {
		from := l.old[i].name()
		l.old[i].number++
		l.check(os.Rename(l.path(from), l.path(l.old[i].name())))
	}
	l.old = slices.Insert(l.old, 0, rotated{number: 1})
	return l.old[0].name()
}

func (l *livingLog) copy(from, to string) {
	l.Helper()
	text, err := os.ReadFile(l.path(from))
	l.check(err)
	l.check(os.WriteFile(l.path(to), text, 0o600))
}

// pick returns a rotated file that is not packed, nil where there is none.
func (l *livingLog) pick() *rotated {
	for _, i := range l.rng.Perm(len(l.old)) {
		if !l.old[i].packed {
			return &l.old[i]
		}
	}
	return nil
}

// pack compresses a rotated file, in two writes.
func (l *livingLog) pack() {
	l.Helper()
	r := l.pick()
	if r == nil {
		return
	}
	plain := l.path(r.name())
	text, err := os.ReadFile(plain)
	l.check(err)
	packed := gzipOf(l.T, text)
	r.packed = true
	f, err := os.Create(l.path(r.name()))
	l.check(err)
	for _, piece := range [][]byte{packed[:len(packed)/2], packed[len(packed)/2:]} {
		_, err := f.Write(piece)
		l.check(err)
	}
	l.check(f.Close())
	l.check(os.Remove(plain))
}

func gzipOf(t *testing.T, text []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// bundle puts the rotated files that are not packed into an archive, beside them
// or instead of them.
func (l *livingLog) bundle() {
	l.Helper()
	if l.pick() == nil {
		return
	}
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	instead := l.rng.IntN(2) == 0
	var left, gone []rotated
	for _, r := range l.old {
		if r.packed {
			left = append(left, r)
			continue
		}
		text, err := os.ReadFile(l.path(r.name()))
		l.check(err)
		m, err := w.Create(r.name())
		l.check(err)
		_, err = m.Write(text)
		l.check(err)
		gone = append(gone, r)
	}
	l.check(w.Close())
	l.count++
	name := l.path(fmt.Sprintf("bundle-%d.zip", l.count))
	l.check(os.WriteFile(name+".part", packed.Bytes(), 0o600))
	l.check(os.Rename(name+".part", name))
	if instead {
		for _, r := range gone {
			l.check(os.Remove(l.path(r.name())))
		}
		l.old = left
	}
}

// duplicate makes a copy, a symbolic link or a second name of the log.
func (l *livingLog) duplicate() {
	l.Helper()
	l.count++
	switch l.rng.IntN(3) {
	case 0:
		l.copy("x.log", fmt.Sprintf("backup-%d.log", l.count))
	case 1:
		l.check(os.Symlink("x.log", l.path(fmt.Sprintf("current-%d.log", l.count))))
	case 2:
		l.check(os.Link(l.path("x.log"), l.path(fmt.Sprintf("second-%d.log", l.count))))
	}
}

// rename gives a rotated file a name of its own.
func (l *livingLog) rename() {
	l.Helper()
	if r := l.pick(); r != nil {
		l.count++
		l.check(os.Rename(l.path(r.name()), l.path(fmt.Sprintf("old-%d.log", l.count))))
		l.old = slices.DeleteFunc(l.old, func(o rotated) bool { return o == *r })
	}
}
