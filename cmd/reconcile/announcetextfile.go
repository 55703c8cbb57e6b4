package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A textfile is a file of metrics that a Prometheus node exporter picks up.
type textfile struct{ named, path string }

func (t textfile) name() string            { return "textfile " + t.named }
func (t textfile) patience() time.Duration { return httpPatience }
func (t textfile) wants(n *news, _ occasion) bool {
	return n.stage == ledger.StageEnd
}

// send writes the metrics of the job; the file is whole at any moment. A test
// proves that it could be written, and leaves the metrics as they are.
func (t textfile) send(_ context.Context, _ *wire, n *news) error {
	if n.test {
		if err := probe(filepath.Dir(t.path)); err != nil {
			return refuse("%s", cause(err))
		}
		return nil
	}
	if err := replaceFile(t.path, n.metrics()); err != nil {
		return refuse("%s", cause(err))
	}
	return nil
}

// replaceFile gives a file a new content that everybody may read.
func replaceFile(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

// A metric is one gauge of the textfile.
type metric struct{ name, help string }

// metrics are the gauges of a run. What a run without a report cannot know is
// left out: no number is better than an old one.
func (n *news) metrics() []byte {
	var b bytes.Buffer
	one := func(m metric, labels, value string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n%s{job=%q%s} %s\n", m.name, m.help, m.name, m.name, n.job, labels, value)
	}
	one(metric{"reconcile_last_run_timestamp_seconds", "When the last run ended."}, "", seconds(n.ended))
	one(metric{"reconcile_last_run_exit_status", "Exit status of the last run: 0 clean, 3 findings, 4 incomplete, others failed."}, "", fmt.Sprint(n.exit))
	one(metric{"reconcile_last_run_duration_seconds", "How long the last run took."}, "", fmt.Sprintf("%.3f", n.ended.Sub(n.begun).Seconds()))
	if !n.lastReport.IsZero() {
		one(metric{"reconcile_last_report_timestamp_seconds", "When the last run that left a report was decided."}, "", seconds(n.lastReport))
	}
	if n.reported {
		n.figureMetrics(&b)
		one(metric{"reconcile_refunded_yuan", "What the results say was refunded, in total."}, "", n.run.Totals.SuccessAmount.String())
		one(metric{"reconcile_batches_in_flight", "Batches of the account with lines that have no result and are not void."}, "", fmt.Sprint(n.flying.Count))
		one(metric{"reconcile_in_flight_yuan", "The money of those lines."}, "", n.flying.Amount.String())
	}
	return b.Bytes()
}

// figureMetrics adds the gauges that have a label beside the job: findings by
// severity, corrections by status.
func (n *news) figureMetrics(b *bytes.Buffer) {
	type row struct {
		label string
		pile
	}
	family := func(m metric, label string, rows []row, value func(pile) string) {
		fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n", m.name, m.help, m.name)
		for _, r := range rows {
			fmt.Fprintf(b, "%s{job=%q,%s=%q} %s\n", m.name, n.job, label, r.label, value(r.pile))
		}
	}
	counts := func(p pile) string { return fmt.Sprint(p.Count) }
	yuan := func(p pile) string { return p.Amount.String() }
	var found, made []row
	for _, s := range severities() {
		found = append(found, row{string(s), n.open(s)})
	}
	for _, s := range []ledger.CorrectionStatus{ledger.Issued, ledger.Proposed, ledger.Held} {
		made = append(made, row{string(s), n.money[s]})
	}
	family(metric{"reconcile_open_findings", "Open findings by severity."}, "severity", found, counts)
	family(metric{"reconcile_open_findings_yuan", "The money at stake in open findings."}, "severity", found, yuan)
	family(metric{"reconcile_corrections", "Refunds that the last run issued, proposed or held back."}, "status", made, counts)
	family(metric{"reconcile_corrections_yuan", "The money of those refunds."}, "status", made, yuan)
}

// seconds is a moment in whole seconds since 1970.
func seconds(t time.Time) string { return fmt.Sprint(t.In(alipay.Shanghai()).Unix()) }
