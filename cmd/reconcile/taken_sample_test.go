package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// sampleSources are the configuration of the sample with some of its sources. Without
// bills or without requests nobody could say that its submissions are complete: somebody
// refunds by hand.
func sampleSources(t *testing.T, dir string, requests, bills bool) {
	config := filepath.Join(dir, "cron.yaml")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		if name == "requests" && !requests || name == "bills" && !bills || name == "complete_since" && !(requests && bills) {
			continue
		}
		kept = append(kept, line)
	}
	if err := os.WriteFile(config, []byte(strings.Join(kept, "")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestSampleTakenAway takes files and lines of the sample away, and runs the program: what
// it issues is owed as the whole sample shows it, and nothing is issued where nothing covers.
func TestSampleTakenAway(t *testing.T) {
	t.Parallel()
	skipShort(t)
	truth := newSampleTruth(t)
	for _, set := range [][2]bool{{true, true}, {true, false}, {false, true}, {false, false}} {
		t.Run(fmt.Sprintf("requests=%v,bills=%v", set[0], set[1]), func(t *testing.T) {
			t.Parallel()
			dir := sampleFolder(t)
			sampleSources(t, dir, set[0], set[1])
			covered := set[0] && set[1]
			whole := truth.run(t, dir, "whole", covered)
			if covered {
				checkSampleProof(t, whole)
			}
			files, hows := sampleEvidence(t, dir, set), []string{"missing", "half", "without a line"}
			if !*takenAwayAll {
				files = files[:1]
				if covered {
					files = sampleEvidence(t, dir, set)[:8]
				}
			}
			for i, file := range files {
				if !*takenAwayAll {
					hows = []string{[]string{"missing", "without a line"}[i%2]}
				}
				for _, how := range hows {
					truth.without(t, dir, file, how, covered)
				}
			}
		})
	}
}

// checkSampleProof asks that whole evidence proves each trade that was born since
// complete_since. Without requests or without bills nobody can say that of the sample, in
// which refunds are made by hand, and then every trade lacks proof.
func checkSampleProof(t *testing.T, whole outcome) {
	const since = "20261001" // as cron.yaml has it
	proven := 0
	for _, c := range whole.corrections {
		switch {
		case c.Hold != string(ledger.NoProof):
			proven++
		case c.TradeNo[:8] >= since:
			t.Errorf("%s is held for lack of proof, with whole evidence", c.TradeNo)
		}
	}
	if proven == 0 {
		t.Error("nothing is proven with whole evidence")
	}
}

// sampleEvidence are the files of the sample that are evidence of refunds, in an order
// that is drawn.
func sampleEvidence(t *testing.T, dir string, set [2]bool) (files []string) {
	patterns := []string{"testdata/notify/*"}
	if set[0] {
		patterns = append(patterns, "testdata/requests/*")
	}
	if set[1] {
		patterns = append(patterns, "testdata/bills/*")
	}
	for _, p := range patterns {
		some, err := filepath.Glob(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, some...)
	}
	r := rand.New(rand.NewPCG(13, 13))
	r.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	return files
}

// without takes something away, runs, and puts it back.
func (truth sampleTruth) without(t *testing.T, dir, file, how string, covered bool) {
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := whole
	switch how {
	case "missing":
		err = os.Remove(file)
	case "half":
		text = whole[:len(whole)/2]
	default:
		text = withoutLine(t, file, whole)
	}
	if err == nil && how != "missing" {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	truth.run(t, dir, file+" "+how, covered)
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
}

// withoutLine takes a line with a refund out of a log. Of a bill half is taken.
func withoutLine(t *testing.T, file string, text []byte) []byte {
	if strings.HasSuffix(file, ".zip") {
		return text[:len(text)/2]
	}
	lines := slices.Collect(bytes.Lines(unpack(t, file, text)))
	r := rand.New(rand.NewPCG(uint64(len(text)), 13))
	for range 1000 {
		n := r.IntN(len(lines))
		if bytes.Contains(lines[n], []byte("batch_no")) {
			lines = slices.Delete(lines, n, n+1)
			break
		}
	}
	if !strings.HasSuffix(file, ".gz") {
		return bytes.Join(lines, nil)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(bytes.Join(lines, nil))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// run makes the first night over what is left.
func (truth sampleTruth) run(t *testing.T, dir, what string, covered bool) outcome {
	for _, folder := range []string{"var", "out"} {
		if err := os.RemoveAll(filepath.Join(dir, folder)); err != nil {
			t.Fatal(err)
		}
	}
	got := runSample(t, dir, clock(15, 2, 30))
	if _, issued := holdsOf(got.corrections); issued > 0 && !covered {
		t.Errorf("%s: %d lines are issued, and nothing covers the day of the run", what, issued)
	}
	for _, c := range got.corrections {
		if c.Status != "issued" {
			continue
		}
		amount, err := alipay.ParseMoney(c.Amount)
		if err != nil {
			t.Fatal(err)
		}
		if left := truth.owed[c.TradeNo] - truth.shown[c.TradeNo]; amount.Fen() > left {
			t.Errorf("%s: %s is issued for %s, of which %s is left", what, c.Amount, c.TradeNo, alipay.Fen(left))
		}
	}
	return got
}
