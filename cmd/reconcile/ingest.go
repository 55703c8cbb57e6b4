package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// newIngestCommand reads files into the books, on any of several hosts.
func newIngestCommand(p *program) *cobra.Command {
	var s ingestSettings
	cmd := p.command("ingest [FILE...]", "read inputs for the next run, on as many hosts as liked", cobra.ArbitraryArgs,
		func(ctx context.Context, args []string) error { return ingestFiles(ctx, p, s, args) })
	cmd.Long = "Read what is new in the inputs of a job into the ledger, and decide nothing: the next run does, on\n" +
		"whichever host. With FILEs it reads those alone, of the files that the patterns of the job match.\n\n" +
		"Where the ledger is in a database any number of hosts may do it at a time, each with a configuration\n" +
		"that names the same ledger. A file that several of them see, or a notification in the logs of several\n" +
		"of them, counts once, whoever reads it first. A run waits until what is being read is in the ledger,\n" +
		"and reading goes on when the run is over. A host that dies or is cut off in the middle leaves nothing\n" +
		"of what it has not committed, and holds up the others for a minute at most.\n\n" +
		"Give logs that stay on the disk of one host a name of their own, such as web1-2026-11-15.jsonl:\n" +
		"reports tell evidence by file and line."
	s.bind(cmd.Flags())
	return cmd
}

// ingestFiles reads what is new for the selected jobs.
func ingestFiles(ctx context.Context, p *program, s ingestSettings, paths []string) error {
	c, err := config.Load(p.config, p.Getenv, p.Language)
	if err != nil {
		return err
	}
	c.Warn(p.Log)
	jobs, err := c.Selected(s.job)
	if err != nil {
		return err
	}
	wanted, err := pickInputs(c, jobs, paths)
	if err != nil {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		return words.Errorf("the name of this host: %w", err)
	}
	return runner.WithBooks(ctx, c, runner.Access{Ingest: true, Guarded: true, Log: p.Log}, func(b *runner.Books) error {
		status := exit.Done
		list := &terminal.JSONArray{W: p.Raw, Several: p.JSON && len(jobs) > 1}
		defer list.End()
		for _, j := range jobs {
			n := &runner.Runner{Env: p.Env, Config: c, Job: j, Books: b, Settings: s.Options}
			files, gaps, err := n.Ingest(ctx, host, wanted)
			if err != nil {
				return runner.LedgerError(c, words.Errorf("job %s: %w", j.Name, err))
			}
			r := ingestResult{Schema: terminal.Schema, Job: j.Name, Host: host, Missing: gaps}
			for _, f := range files {
				r.add(f)
			}
			status = exit.Worse(status, r.status())
			if err := r.print(p, list); err != nil {
				return err
			}
		}
		return exit.With(status)
	})
}

// pickInputs returns which inputs of the jobs the paths name; nil for all. One that no
// pattern matches is an error: nobody knows what would be in it.
func pickInputs(c *config.Config, jobs []*config.Job, paths []string) (wanted func(config.Input) bool, err error) {
	if len(paths) == 0 {
		return nil, nil
	}
	names := map[string]bool{}
	for _, path := range paths {
		name, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		names[name] = false
	}
	is := func(in config.Input) (string, bool) {
		name, err := filepath.Abs(in.Name)
		_, ok := names[name]
		return name, err == nil && ok
	}
	for _, j := range jobs {
		inputs, _, err := c.Evidence(j)
		if err != nil {
			return nil, err
		}
		for _, in := range inputs {
			if name, ok := is(in); ok {
				names[name] = true
			}
		}
	}
	for _, path := range paths {
		if name, _ := filepath.Abs(path); !names[name] {
			return nil, hint.With(&hint.UsageError{Err: words.Errorf("%s: no pattern of the job matches it, or there is no such file", path)}, "reconcile check lists what each pattern matches")
		}
	}
	return func(in config.Input) bool { _, ok := is(in); return ok }, nil
}

// An ingestResult is what one host has read for a job.
type ingestResult struct {
	Schema    int         `json:"schema"`
	Job       string      `json:"job"`
	Host      string      `json:"host"`
	Files     int64       `json:"files"`
	Unchanged int64       `json:"unchanged"`
	Refused   []unreadOne `json:"refused,omitempty"`
	Unread    []unreadOne `json:"unread,omitempty"`
	Missing   []string    `json:"missing,omitempty"` // patterns that match no file
	ledger.Counts
}

// An unreadOne is a file that was not read, or not all of it, and why.
type unreadOne struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

func (r *ingestResult) add(f ledger.RunFile) {
	r.Files++
	r.Counts = r.Counts.Add(f.Counts)
	if f.Unchanged {
		r.Unchanged++
	}
	if f.Refused != "" {
		r.Refused = append(r.Refused, unreadOne{f.Path, f.Refused})
	}
	if f.Unread != "" {
		r.Unread = append(r.Unread, unreadOne{f.Path, f.Unread})
	}
}

// status is the exit status that the result calls for.
func (r *ingestResult) status() int {
	if len(r.Refused)+len(r.Unread)+len(r.Missing) > 0 {
		return exit.Incomplete
	}
	return exit.Done
}

// print prints the result, for programs or for people. A quiet program prints nothing where
// all is well.
func (r *ingestResult) print(p *program, list *terminal.JSONArray) error {
	if p.JSON {
		text, err := terminal.JSON(r)
		if err != nil {
			return err
		}
		return list.Add(bytes.NewReader(text))
	}
	if p.Quiet && r.status() == exit.Done {
		return nil
	}
	p.Line("job", "%s, on host %s", r.Job, r.Host)
	p.Line("read", "%s, %d unchanged, %d refused; %s: %d accepted, %d duplicate, %d rejected, %d ignored",
		terminal.Count(r.Files, "file"), r.Unchanged, len(r.Refused), terminal.Count(r.Lines, "line"), r.Accepted, r.Duplicate, r.Rejected, r.Ignored)
	for _, f := range slices.Concat(r.Refused, r.Unread) {
		p.Line("unread", "%s: %s", terminal.Visible(f.Path), words.Kept(f.Reason))
	}
	for _, g := range r.Missing {
		p.Line("missing", "no file matches %s", g)
	}
	p.Line("next", "reconcile run --job %s decides, here or on another host", r.Job)
	return nil
}
