package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/alipay/alipaytest/forms"
)

var (
	formSeeds = flag.Int("formseeds", 1, "the worlds that TestFormsOfOneWorld prints")
	formAlone = flag.Int("formalone", 4, "the forms in which each of them is printed alone")
)

// TestFormsOfOneWorld prints what was submitted and notified in a shop url-encoded, in
// other forms alone, and mixed. Two nights find, issue, hold and sum up the same, and a
// dry run before them.
func TestFormsOfOneWorld(t *testing.T) {
	t.Parallel()
	skipShort(t)
	requests := forms.Requests()
	next, issued := 0, 0
	for seed := range uint64(*formSeeds) {
		w := newFormWorld(t, seed)
		want := w.play(t, always(forms.Named("url")))
		issued += strings.Count(strings.Join(want, "\n"), " issued ")
		for range *formAlone {
			f := requests[next%len(requests)]
			next++
			pick := func(e formEvent) forms.Form {
				if f.Request && !e.request {
					return forms.Named("url")
				}
				return f
			}
			w.compare(t, fmt.Sprintf("world %d as %s", seed, f.Name), pick, want)
		}
		w.compare(t, fmt.Sprintf("world %d, mixed", seed), mixed(seed), want)
	}
	if issued == 0 {
		t.Error("nothing was issued in any world")
	}
}

// compare plays the world in a form and compares what came out.
func (w *formWorld) compare(t *testing.T, name string, pick formPick, want []string) {
	t.Run(name, func(t *testing.T) {
		got := w.play(t, pick)
		for _, fact := range want {
			if !slices.Contains(got, fact) {
				t.Errorf("missing: %s", fact)
			}
		}
		for _, fact := range got {
			if !slices.Contains(want, fact) {
				t.Errorf("not expected: %s", fact)
			}
		}
		if t.Failed() {
			keepLogs(t, w, pick)
		}
	})
}

// keepLogs shows the beginning of the logs of a world that came out otherwise.
func keepLogs(t *testing.T, w *formWorld, pick formPick) {
	t.Helper()
	for _, request := range []bool{false, true} {
		t.Logf("the first log begins with\n%.1500s", w.print(1, request, pick))
	}
}

// play lets two nights read the logs as they grow, and returns what each of them and a
// dry run before the first one found.
func (w *formWorld) play(t *testing.T, pick formPick) (facts []string) {
	t.Helper()
	dir := t.TempDir()
	write := func(path, text string) {
		name := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err = f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for path, text := range lossDefaults() {
		write(path, strings.Replace(text, "charset: utf-8", "charset: "+strings.ToLower(string(w.charset)), 1))
	}
	write("orders/orders.csv", w.orders)
	for night := 1; night <= 2; night++ {
		write("notify/notify.log", w.print(night, false, pick))
		write("requests/requests.log", w.print(night, true, pick))
		facts = append(facts, nightFacts(t, dir, night)...)
	}
	return facts
}

// nightFacts runs a night, and before the first one a dry one, and tells what came out.
func nightFacts(t *testing.T, dir string, night int) (facts []string) {
	t.Helper()
	now := time.Date(2026, 3, 9+night, 2, 30, 0, 0, alipay.Shanghai())
	var out bytes.Buffer
	p := newProgram(os.Getenv, &out, &out)
	p.Now = func() time.Time { return now }
	if night == 1 {
		dry := p.run(t.Context(), []string{"run", "--dry-run", "--config", filepath.Join(dir, "cron.yaml")})
		facts = append(facts, fmt.Sprintf("dry exit %d", dry))
	}
	status := p.run(t.Context(), []string{"run", "--config", filepath.Join(dir, "cron.yaml")})
	o := readOutcome(t, filepath.Join(dir, "out", "nightly", "latest"))
	checkMoney(t, dir)
	name := fmt.Sprintf("night %d: ", night)
	facts = append(facts, name+fmt.Sprintf("exit %d", status))
	for _, f := range o.findings {
		facts = append(facts, name+"finding "+printFinding(f))
	}
	for _, c := range o.corrections {
		facts = append(facts, name+"correction "+printCorrection(c))
	}
	for key, value := range o.summary.Totals {
		facts = append(facts, name+fmt.Sprintf("total %s %v", key, value))
	}
	for _, b := range o.summary.Batches {
		facts = append(facts, name+fmt.Sprintf("batch %v %v %v", b["batch_no"], b["lines"], b["amount"]))
	}
	return facts
}
