package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the sample in testdata and docs/session.md")

// sampleRoot is where the sample lives, beside the cases.
const sampleRoot = "../../testdata"

// TestSample asks that testdata holds the sample as it is made here, and no
// other file.
func TestSample(t *testing.T) {
	s := newShop(t)
	s.trade()
	s.tell()
	s.work()
	s.tellBatches()
	s.payments()
	s.noise()
	want := s.sampleFiles()
	if *update {
		writeSample(t, want)
	}
	for path, text := range want {
		got, err := os.ReadFile(filepath.Join(sampleRoot, path))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(unpack(t, path, got), unpack(t, path, text)) {
			t.Errorf("testdata/%s is not what the generator makes: run go test ./cmd/reconcile -run TestSample -update", path)
		}
	}
	for _, path := range sampleTree(t) {
		if _, ok := want[path]; !ok {
			t.Errorf("testdata/%s: the generator makes no such file", path)
		}
	}
}

// writeSample writes what differs. The key is for its owner alone.
func writeSample(t *testing.T, files map[string][]byte) {
	t.Helper()
	for path, text := range files {
		name := filepath.Join(sampleRoot, path)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		mode := fs.FileMode(0o644)
		if path == "md5.key" {
			mode = 0o600
		}
		if err := os.WriteFile(name, text, mode); err != nil {
			t.Fatal(err)
		}
	}
}

// unpack returns what a file holds: another version of the compressor may pack
// the same text into other bytes.
func unpack(t *testing.T, path string, text []byte) []byte {
	t.Helper()
	switch filepath.Ext(path) {
	case ".zip":
		return unzip(t, path, text)
	case ".gz":
	default:
		return text
	}
	r, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if text, err = io.ReadAll(r); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return text
}

// unzip returns the names and texts of an archive's members, one after the other.
func unzip(t *testing.T, path string, text []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var all []byte
	for _, f := range r.File {
		member, err := f.Open()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		text, err := io.ReadAll(member)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(append(append(all, f.Name...), '\n'), text...)
	}
	return all
}

// sampleTree lists the files of the sample in testdata.
func sampleTree(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, dir := range []string{"notify", "orders", "requests", "bills", "late"} {
		names, err := filepath.Glob(filepath.Join(sampleRoot, dir, "*"))
		if err != nil || len(names) == 0 {
			t.Fatalf("testdata/%s: %d files, %v", dir, len(names), err)
		}
		for _, name := range names {
			paths = append(paths, dir+"/"+filepath.Base(name))
		}
	}
	return append(paths, "md5.key")
}

// copySample puts cron.yaml and the sample into the working folder of a test.
func copySample(t *testing.T) {
	t.Helper()
	t.Chdir(sampleFolder(t))
}

// sampleFolder is a folder of its own with cron.yaml and the sample, the key as git checks
// it out.
func sampleFolder(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	for _, path := range append(sampleTree(t), "../cron.yaml") {
		text, err := os.ReadFile(filepath.Join(sampleRoot, path))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(to, "testdata", path)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(to, "testdata", "md5.key"), 0o644); err != nil {
		t.Fatal(err)
	}
	return to
}

// codesOf are the codes of findings, each once.
func codesOf(findings []finding) []string {
	var codes []string
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// holdsOf are the holds of corrections, each once, and how many were issued.
func holdsOf(corrections []correction) (holds []string, issued int) {
	for _, c := range corrections {
		if c.Status == "issued" {
			issued++
		} else {
			holds = append(holds, c.Hold)
		}
	}
	slices.Sort(holds)
	return slices.Compact(holds), issued
}

func listed(items []string) string { return strings.Join(items, ", ") }
