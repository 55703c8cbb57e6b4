package announce

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/ledger"
)

// A Textfile is a file of metrics that a Prometheus node exporter picks up.
type Textfile struct{ Named, Path string }

func (t Textfile) Name() string { return "textfile " + t.Named }

func (t Textfile) Timeout() time.Duration { return httpTimeout }

func (t Textfile) Accepts(e *Event, _ Occasion) bool {
	return e.Stage == ledger.StageEnd
}

// Send writes the metrics of the job; the file is whole at any moment. A test
// proves that it could be written, and leaves the metrics as they are.
func (t Textfile) Send(_ context.Context, _ *Transport, e *Event) error {
	if e.Test {
		if err := disk.Probe(filepath.Dir(t.Path)); err != nil {
			return permanent("%s", disk.Cause(err))
		}
		return nil
	}
	if err := disk.ReplaceFile(t.Path, e.Metrics()); err != nil {
		return permanent("%s", disk.Cause(err))
	}
	return nil
}

// A metric is one gauge of the textfile.
type metric struct{ name, help string }

// Metrics are the gauges of a run. What a run without a report cannot know is
// left out: no number is better than an old one.
func (e *Event) Metrics() []byte {
	var b bytes.Buffer
	one := func(m metric, labels, value string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n%s{job=%q%s} %s\n", m.name, m.help, m.name, m.name, e.Job, labels, value)
	}
	one(metric{"reconcile_last_run_timestamp_seconds", "When the last run ended."}, "", seconds(e.Ended))
	one(metric{"reconcile_last_run_exit_status", "Exit status of the last run: 0 clean, 3 findings, 4 incomplete, others failed."}, "", fmt.Sprint(e.Exit))
	one(metric{"reconcile_last_run_duration_seconds", "How long the last run took."}, "", fmt.Sprintf("%.3f", e.Ended.Sub(e.Begun).Seconds()))
	if !e.LastReport.IsZero() {
		one(metric{"reconcile_last_report_timestamp_seconds", "When the last run that left a report was decided."}, "", seconds(e.LastReport))
	}
	if e.Reported {
		e.figureMetrics(&b)
		e.moneyMetrics(&b)
		one(metric{"reconcile_refunded_yuan", "What the results say was refunded, in total."}, "", e.Run.Totals.SuccessAmount.String())
		one(metric{"reconcile_attested_yuan", "What of it only people attest."}, "", e.Run.Totals.Attested.SuccessAmount.String())
		one(metric{"reconcile_elsewhere_yuan", "What people say that buyers were given another way, or have forgone."}, "", e.Run.Totals.Attested.ElsewhereAmount.String())
		one(metric{"reconcile_batches_in_flight", "Batches of the account with lines that have no result and are not void."}, "", fmt.Sprint(e.InFlight.Count))
		one(metric{"reconcile_in_flight_yuan", "The money of those lines."}, "", e.InFlight.Amount.String())
	}
	return b.Bytes()
}

// figureMetrics adds the gauges that have a label beside the job: findings by
// severity, corrections by status.
func (e *Event) figureMetrics(b *bytes.Buffer) {
	var found, made, yuan []labelled
	for _, s := range severities() {
		found = append(found, labelled{string(s), fmt.Sprint(e.open(s))})
	}
	for _, s := range statuses() {
		made = append(made, labelled{string(s), fmt.Sprint(e.Corrections[s].Count)})
		yuan = append(yuan, labelled{string(s), e.Corrections[s].Amount.String()})
	}
	e.family(b, metric{"reconcile_open_findings", "Open findings by severity."}, "severity", found)
	e.family(b, metric{"reconcile_corrections", "Refunds that the last run issued, proposed or held back."}, "status", made)
	e.family(b, metric{"reconcile_corrections_yuan", "The money of those refunds."}, "status", yuan)
}

// A labelled value is one of a gauge that has a label beside the job.
type labelled struct{ label, value string }

// family adds a gauge that has a label beside the job.
func (e *Event) family(b *bytes.Buffer, m metric, label string, rows []labelled) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n", m.name, m.help, m.name)
	for _, r := range rows {
		fmt.Fprintf(b, "%s{job=%q,%s=%q} %s\n", m.name, e.Job, label, r.label, r.value)
	}
}

// seconds is a moment in whole seconds since 1970.
func seconds(t time.Time) string { return fmt.Sprint(t.In(alipay.Shanghai()).Unix()) }
