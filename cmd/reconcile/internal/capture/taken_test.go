package capture

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A taker takes the log away in one of the ways of logrotate and of people.
type taker func(t *testing.T, dir, kept string)

// takers are the ways. What they keep has names that begin with kept.
func takers() map[string]taker {
	log := func(dir string) string { return filepath.Join(dir, "notify-20261115.jsonl") }
	must := func(t *testing.T, err error) {
		if err != nil && !os.IsNotExist(err) { // the log is made by the next notification
			t.Error(err)
		}
	}
	return map[string]taker{
		"rename": func(t *testing.T, dir, kept string) { must(t, os.Rename(log(dir), kept+".1")) },
		"rename and create": func(t *testing.T, dir, kept string) {
			must(t, os.Rename(log(dir), kept+".1"))
			must(t, touch(log(dir)))
		},
		"compress and remove": func(t *testing.T, dir, kept string) {
			must(t, os.Rename(log(dir), kept+".1"))
			must(t, pack(kept+".1", kept+".1.gz"))
			must(t, os.Remove(kept+".1"))
		},
		"rm, read through another link": func(t *testing.T, dir, kept string) {
			must(t, os.Link(log(dir), kept+".link"))
			must(t, os.Remove(log(dir)))
		},
		"moved folder": func(t *testing.T, dir, kept string) { must(t, os.Rename(dir, kept+".folder")) },
	}
}

// touch makes an empty file, unless there is one.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if os.IsExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// pack compresses a file as logrotate does, once.
func pack(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer f.Close()
	z := gzip.NewWriter(f)
	if _, err := z.Write(text); err != nil {
		return err
	}
	return z.Close()
}

// TestTakenLog takes the log away again and again under load, and asks that
// what was answered is in a file of the folder, or in one that was taken away.
func TestTakenLog(t *testing.T) {
	for name, take := range takers() {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			dir := filepath.Join(home, "captured")
			c, err := Open(Options{Dir: dir, Now: func() time.Time { return moment(15, 12, 0) }, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			stop, answered := load(c)
			for i := range 40 {
				time.Sleep(time.Duration(i%5) * time.Millisecond) // any moment is as good
				take(t, dir, filepath.Join(home, fmt.Sprintf("kept%d", i)))
			}
			stop()
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			text := readTree(t, home)
			for _, id := range answered() {
				if !strings.Contains(text, `notify_id\u003d`+id+`"`) {
					t.Fatalf("%s was answered and is nowhere", id)
				}
			}
			t.Logf("%d answered", len(answered()))
		})
	}
}

// load puts notifications from several senders until it is stopped.
func load(c *LogWriter) (stop func(), answered func() []string) {
	var mu sync.Mutex
	var ids []string
	var senders sync.WaitGroup
	ended := make(chan struct{})
	for sender := range 4 {
		senders.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-ended:
					return
				default:
				}
				id := fmt.Sprintf("s%dn%d", sender, i)
				if c.Put("notify_id="+id, Unjudged) == nil {
					mu.Lock()
					ids = append(ids, id)
					mu.Unlock()
				}
			}
		})
	}
	return func() { close(ended); senders.Wait() }, func() []string { return ids }
}

// readTree returns the text of all files under a folder.
func readTree(t *testing.T, home string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(home, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		var r io.Reader = f
		if filepath.Ext(path) == ".gz" {
			if r, err = gzip.NewReader(f); err != nil {
				return err
			}
		}
		_, err = io.Copy(&b, r)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestTakenLogOfOne takes the log away once, and asks that the next
// notification is in a file that the pattern of a configuration matches, and in
// a folder that is locked; people are told.
func TestTakenLogOfOne(t *testing.T) {
	ways := takers()
	ways["removed folder"] = func(t *testing.T, dir, kept string) {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	ways["copytruncate"] = func(t *testing.T, dir, kept string) {
		path := filepath.Join(dir, "notify-20261115.jsonl")
		if err := os.Truncate(path, 0); err != nil {
			t.Fatal(err)
		}
	}
	for name, take := range ways {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			dir := filepath.Join(home, "captured")
			var talk strings.Builder
			o := Options{Dir: dir, Now: func() time.Time { return moment(15, 12, 0) }, Log: slog.New(slog.NewTextHandler(&talk, nil))}
			c, err := Open(o)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Put("notify_id=1", Unjudged); err != nil {
				t.Error(err)
			}
			take(t, dir, filepath.Join(home, "kept"))
			if err := c.Put("notify_id=2", Unjudged); err != nil {
				t.Error(err)
			}
			if text := readTree(t, dir); strings.Count(text, "\n") != 1 || !strings.Contains(text, "d2\"}\n") {
				t.Errorf("the folder holds %q, want the second one", text)
			}
			if other, err := Open(o); err == nil {
				t.Errorf("another process took the folder: %v", other.Close())
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			if !strings.Contains(talk.String(), "going on in a new log") {
				t.Errorf("people are told %q", &talk)
			}
		})
	}
}

// TestTakenBetweenSyncAndAnswer asks that what was synced into a log that is
// taken before the answer is synced again in the next one, and is not answered
// where that goes on.
func TestTakenBetweenSyncAndAnswer(t *testing.T) {
	for taken, want := range []error{nil, nil, nil, nil, errTaken} {
		d := newFakeDisk()
		c := openFake(t, d, func() time.Time { return moment(15, 12, 0) }, io.Discard)
		d.taken = taken
		if err := c.Put("notify_id=1", Unjudged); !errors.Is(err, want) {
			t.Errorf("taken %d times: %v, want %v", taken, err, want)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if logs := min(taken, mostLogs-1) + 1; len(d.opened) != logs || d.syncs != logs {
			t.Errorf("taken %d times: %d logs opened and %d synced, want %d", taken, len(d.opened), d.syncs, logs)
		}
	}
}

// TestHangup asks that SIGHUP has the log opened by its name before anything is
// put.
func TestHangup(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "captured")
	hangups := make(chan os.Signal)
	c, err := Open(Options{Dir: dir, Now: func() time.Time { return moment(15, 12, 0) }, Log: slog.New(slog.DiscardHandler), Hangups: hangups})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "notify-20261115.jsonl")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	hangups <- syscall.SIGHUP
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("after SIGHUP: %v", err)
	}
}
