package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
)

// fieldNight is when the cases of the field are run.
const fieldNight = "2026-03-12 02:30:00"

// TestField runs cases that were rebuilt from what shops really log and export, in
// testdata/field. expected.txt of each has a fact a line:
//
//	exit STATUS [STATUS]             the exit status, or one of them
//	total KEY VALUE                  of summary.json
//	file PATH lines N accepted N duplicate N rejected N ignored N
//	finding CODE TRADE AMOUNT        these are all open findings
//	finding CODE N times AMOUNT      or, of more than ten of a code, their sum
//	finding no CODE                  instead: none of this code is open
//	issued TRADE AMOUNT              these are all lines of batches
//	held TRADE AMOUNT HOLD           these are all corrections that are held
//	says PATTERN                     in what the run prints, its summary or its findings
//
// where "none" stands for a set without elements. A set that no fact tells of may be any.
func TestField(t *testing.T) {
	skipShort(t)
	dirs, err := filepath.Glob("../../testdata/field/*/expected.txt")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range dirs {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			t.Parallel()
			facts, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir := copyField(t, filepath.Dir(path))
			keepOnServer(t, dir)
			first, printed := runField(t, dir)
			checkFacts(t, string(facts), first, printed)
			second, _ := runField(t, dir)
			compareSecond(t, first, second)
		})
	}
}

// copyField copies a case into a folder of its own, its key readable by its owner alone
// and its files as old as the night before.
func copyField(t *testing.T, from string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "md5.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := fieldTime(t).Add(-3 * time.Hour)
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			err = os.Chtimes(path, before, before)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func fieldTime(t *testing.T) time.Time {
	t.Helper()
	at, err := alipay.ParseTime(fieldNight)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// runField runs the program in a folder by the clock of that night, and returns
// what it left, also as text behind what it printed.
func runField(t *testing.T, dir string) (outcome, string) {
	t.Helper()
	var out bytes.Buffer
	p := newProgram(os.Getenv, &out, &out)
	p.Now = func() time.Time { return fieldTime(t) }
	status := p.run(t.Context(), []string{"run", "--config", filepath.Join(dir, "cron.yaml")})
	latest := filepath.Join(dir, "out/nightly/latest")
	o := readOutcome(t, latest)
	booksInFile(t, dir)
	checkMoney(t, dir)
	if o.summary.ExitStatus != status {
		t.Errorf("exit status %d, summary.json says %d:\n%s", status, o.summary.ExitStatus, &out)
	}
	for _, name := range []string{"summary.json", "findings.jsonl"} {
		text, err := os.ReadFile(filepath.Join(latest, name))
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	return o, out.String()
}

// checkFacts compares what a run left with the facts that are expected of it.
func checkFacts(t *testing.T, facts string, got outcome, printed string) {
	t.Helper()
	want := map[string][]string{}
	for line := range strings.Lines(facts) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			kind, fact, _ := strings.Cut(line, " ")
			want[kind] = append(want[kind], fact)
		}
	}
	if status := fmt.Sprint(got.summary.ExitStatus); !strings.Contains(" "+strings.Join(want["exit"], " ")+" ", " "+status+" ") {
		t.Errorf("exit status %s, want %v:\n%.3000s", status, want["exit"], printed)
	}
	for _, fact := range want["total"] {
		key, value, _ := strings.Cut(fact, " ")
		if n := fmt.Sprint(got.summary.Totals[key]); n != value {
			t.Errorf("total %s = %s, want %s", key, n, value)
		}
	}
	for _, pattern := range want["says"] {
		if !regexp.MustCompile(pattern).MatchString(printed) {
			t.Errorf("nothing says %s", pattern)
		}
	}
	checkFieldFiles(t, want["file"], got)
	compareFacts(t, "finding", findingFacts(t, got.findings), want["finding"])
	compareFacts(t, "issued", correctionFacts(got.corrections, "issued"), want["issued"])
	compareFacts(t, "held", correctionFacts(got.corrections, "held"), want["held"])
}

// checkFieldFiles compares the counts of the files that are named, and the balance of all.
func checkFieldFiles(t *testing.T, want []string, got outcome) {
	t.Helper()
	files := map[string]bool{}
	for _, f := range got.summary.Files {
		compareBalance(t, f)
		files[printFile(f["path"].(string), func(key string) int64 { n, _ := f[key].(float64); return int64(n) })] = true
	}
	for _, fact := range want {
		if !files[fact] {
			t.Errorf("no file is %s: %v", fact, files)
		}
	}
}

// compareFacts compares a set, of which no fact means any.
func compareFacts(t *testing.T, kind string, got, want []string) {
	t.Helper()
	if len(want) == 0 {
		return
	}
	if code, no := strings.CutPrefix(want[0], "no "); no {
		for _, fact := range got {
			if strings.HasPrefix(fact, code+" ") {
				t.Errorf("%s %s, want none of %s", kind, fact, code)
			}
		}
		return
	}
	if want[0] == "none" {
		want = nil
	}
	compareSets(t, kind, got, want)
}

// findingFacts prints findings, more than ten of a code as their number and sum.
func findingFacts(t *testing.T, findings []finding) []string {
	t.Helper()
	byCode := map[string][]finding{}
	for _, f := range findings {
		byCode[f.Code] = append(byCode[f.Code], f)
	}
	var facts []string
	for code, all := range byCode {
		sum := alipay.Fen(0)
		for _, f := range all {
			if len(all) <= 10 {
				facts = append(facts, strings.TrimSpace(code+" "+f.TradeNo+" "+f.Amount))
			} else if amount, err := alipay.ParseMoney(f.Amount); err == nil {
				sum = sum.Add(amount)
			}
		}
		if len(all) > 10 {
			facts = append(facts, fmt.Sprintf("%s %d times %s", code, len(all), sum))
		}
	}
	return facts
}

// correctionFacts prints the corrections of a status.
func correctionFacts(corrections []correction, status string) []string {
	var facts []string
	for _, c := range corrections {
		if c.Status == status {
			facts = append(facts, strings.TrimSpace(c.TradeNo+" "+c.Amount+" "+c.Hold))
		}
	}
	return facts
}
