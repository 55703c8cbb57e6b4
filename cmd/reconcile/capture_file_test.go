package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/capture"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/importers/files"
)

// noon is a clock that does not move.
func noon() time.Time { return clock(15, 12, 0) }

// noonLog is the log of its day.
const noonLog = "notify-20261115.jsonl"

// openCaptures takes a folder at noon.
func openCaptures(dir string) (*capture.LogWriter, error) {
	return capture.Open(capture.Options{Dir: dir, Now: noon, Log: slog.New(slog.DiscardHandler)})
}

// TestCutOffLine asks, of a log that was cut off after any byte of its last
// line, that the next notification is whole, and that a run reads it and
// nothing false: the line that was cut off is unread as long as it has a trace of a
// notification, ignored before that, or whole but for its end.
func TestCutOffLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, noonLog)
	line := string(capture.Line(noon(), captureNotice(t, "n1"), capture.Unjudged))
	const mark = "2016031721001004670245932381%5E" // the first item
	traced := strings.Index(line, mark) + len(mark)
	for cut := range len(line) + 1 {
		if err := os.WriteFile(path, []byte(line+line[:cut]), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := openCaptures(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(c.Put(captureNotice(t, "n2"), capture.Unjudged), c.Close()); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range readCaptures(t, readFile(t, path)) {
			got = append(got, fmt.Sprint(l.Verdict, " ", l.Capture.Notification.NotifyID))
		}
		read, ignored, unread := fmt.Sprint(files.Read), fmt.Sprint(files.Ignored), fmt.Sprint(files.Unread)
		want := []string{read + " n1", ignored + " ", read + " n2"}
		if cut >= traced {
			want[1] = unread + " "
		}
		switch {
		case cut >= len(line)-len("\"}\n"): // all that is signed is there
			want[1] = read + " n1"
		case cut == 0:
			want = slices.Delete(want, 1, 2)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("cut off after %d bytes, %q, a run reads %q, want %q", cut, line[max(0, cut-60):cut], got, want)
		}
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestCapturesOfOneProcess asks that a folder is written by one process, which
// frees it when it ends.
func TestCapturesOfOneProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "captured")
	first, err := openCaptures(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openCaptures(dir); runner.StatusOf(t.Context(), err) != exit.Locked {
		t.Errorf("a second process: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := openCaptures(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := openCaptures(filepath.Join(dir, "a", "b")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder in a folder that is not there: %v", err)
	}
}

// TestFullDisk asks, of a real file system that is full, that success is
// answered for what is there and for nothing else, and again when there is room.
func TestFullDisk(t *testing.T) {
	if !canMount() {
		t.Skip("needs the right to mount")
	}
	dir := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dir).Run(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", dir).Run(); err != nil {
			t.Error(err)
		}
	})
	other := filepath.Join(dir, "other")
	if err := os.WriteFile(other, make([]byte, 32<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := openCaptures(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := &capture.Receiver{Store: c, Path: "/notify", Log: slog.New(slog.DiscardHandler)}
	stored, refused := postMany(t, r, 0, 100)
	if len(stored) == 0 || refused == 0 {
		t.Errorf("%d stored and %d refused, want some of both", len(stored), refused)
	}
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	more, refused := postMany(t, r, 100, 10)
	if refused > 0 {
		t.Errorf("%d refused though there is room again", refused)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	compareCaptured(t, readFile(t, filepath.Join(dir, noonLog)), append(stored, more...))
}

// postMany posts notifications with ids from first on, and returns the ids that
// were answered success and how many were answered 500.
func postMany(t *testing.T, h http.Handler, first, n int) (stored []string, refused int) {
	t.Helper()
	for i := range n {
		id := fmt.Sprintf("n%d", first+i)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/notify", strings.NewReader(captureNotice(t, id))))
		switch got := w.Body.String(); {
		case w.Code == http.StatusOK && got == "success":
			stored = append(stored, id)
		case w.Code == http.StatusInternalServerError && got == "not stored\n":
			refused++
		default:
			t.Fatalf("%s is answered %d %q", id, w.Code, got)
		}
	}
	return stored, refused
}

// compareCaptured asks that a run reads each of the ids that were answered
// success once and whole, and nothing that is half a notification.
func compareCaptured(t *testing.T, text string, answered []string) {
	t.Helper()
	times := map[string]int{}
	for _, l := range readCaptures(t, text) {
		switch l.Verdict {
		case files.Read:
			times[l.Capture.Notification.NotifyID]++
		case files.Ignored, files.Unread: // blank, or cut off
		default:
			t.Errorf("line %d is half a notification: verdict %d, %s %v", l.Line, l.Verdict, l.Reason, l.Bad)
		}
	}
	for _, id := range answered {
		if times[id] != 1 {
			t.Errorf("%s was answered success and stands %d times in the log, want once", id, times[id])
		}
	}
}

// TestCaptureOfAPipe asks that a log that is no file is not written to: a sync
// of a pipe says nothing.
func TestCaptureOfAPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, noonLog), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openCaptures(dir); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a pipe in the place of a log: %v", err)
	}
}
