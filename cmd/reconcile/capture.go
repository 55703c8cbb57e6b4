package main

import (
	"context"
	"errors"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/capture"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

const captureHelp = `Receive Alipay's notifications at notify_url and write them to a log that
"reconcile run" reads.

Each POST to --path becomes one JSON line, its time under "time" and its body
under "body", in DIR/notify-YYYYMMDD.jsonl, one file per day in Shanghai. Name
the files in cron.yaml: notify: [captured/*.jsonl]

"success" is answered when the line is on disk, synced, and not before; Alipay
sends everything else again for some 24 hours. Whatever decodes and has one
notify_id is written down, forgeries included: the nightly run judges them. So
no key is needed here, and cron.yaml is not read.

With --account, cron.yaml and its keys are read at the start, and each line says
what was found of the signature when it came, "signature": good, bad or unknown.
Nothing is refused for it, and the run judges all the same. Where the account has
notify_verify:, Alipay is asked there as well, beside the answer and for at most 5
seconds, and a line of its own says "notify_verify": true, false, invalid, other
or none, of the notify_id whose SHA-256 it names; false also where Alipay read
"success" first. The run ignores these lines.

  200 success  on disk                     405  not a POST
  400          no notification             413  over 512 KiB
  404          another path                500  not on disk: a full disk, for example

A log that is renamed, removed or replaced, or whose folder is, is noticed before
anything is answered: the receiver goes on in a new one. SIGHUP has it opened
anew. logrotate may rename and pack, at best to names that notify: matches;
copytruncate loses what is answered between its copy and its cut.

Anybody may send, so --min-free keeps room on the disk for what else is written
there, and --max-per-day ends what one day may take: beyond them the answer is
500, which is logged once, until there is room or another day.

GET /healthz is answered 200 while a notification would be stored and 503 while
not, with counters as Prometheus reads them; --textfile writes the same to a
file. Of more than 1024 connections, and of more than 128 bodies, the oldest that
has not come whole is closed: who idles or is slow keeps nobody out.

It speaks plain HTTP: put a proxy with TLS before it. It stays in the foreground
until SIGINT or SIGTERM, finishes what it has begun to receive and ends with 130
or 143; with 5 where another capture writes the folder; with 1 where the disk
fails to sync, because nothing would be certain after that: let a supervisor
start it again. A line that a crash cut off is ended then, and ignored by the run.`

// newCaptureCommand receives notifications, so that there is a log to reconcile.
func newCaptureCommand(p *program) *cobra.Command {
	var s captureSettings
	cmd := p.command("capture", "receive notifications and write them to a log that run reads", noArgs,
		func(ctx context.Context, _ []string) error { return runCapture(ctx, p, s) })
	cmd.Long = captureHelp
	s.bind(cmd.Flags())
	return cmd
}

// runCapture receives notifications until it is told to stop, or until the disk
// fails to sync.
func runCapture(ctx context.Context, p *program, s captureSettings) error {
	if err := s.check(); err != nil {
		return err
	}
	p.Log = terminal.NewServerLog(p.Stderr, p.Quiet, p.Language)
	r := &capture.Receiver{Path: s.path, Log: p.Log}
	if err := s.judgeBy(p, r); err != nil {
		return err
	}
	hangups, stop := exit.WithHangups()
	defer stop()
	store, err := capture.Open(capture.Options{Dir: s.dir, Now: p.Now, Log: p.Log, Hangups: hangups, Limits: s.limits})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.listen)
	if err != nil {
		return errors.Join(words.Errorf("capture: %w", err), store.Close())
	}
	p.Log.Info("capturing", "address", listener.Addr(), "path", s.path, "file", filepath.Join(s.dir, store.First))
	r.Store = store
	beats, end := context.WithCancel(ctx)
	var beating sync.WaitGroup
	beating.Go(func() { r.KeepTextfile(beats, s.textfile) })
	err = capture.Serve(ctx, listener, r, store.Broken)
	end()
	beating.Wait()
	return errors.Join(err, store.Close())
}

// judgeBy gives a receiver what it judges notifications by.
func (s *captureSettings) judgeBy(p *program, r *capture.Receiver) error {
	if s.account == "" {
		return nil
	}
	c, err := config.Load(p.config, p.Getenv, p.Language)
	if err != nil {
		return err
	}
	c.Warn(p.Log)
	a, ok := c.Accounts[s.account]
	if !ok {
		return &hint.UsageError{Err: words.Errorf("--account %s: no such account in %s%s", alipay.Quote(s.account), c.File, hint.SuggestOrList(s.account, slices.Sorted(maps.Keys(c.Accounts))))}
	}
	r.Judge = &capture.Judge{Verifier: a.Keys.Verifier}
	if a.NotifyVerify != "" {
		r.Witness = &capture.Witness{Address: a.NotifyVerify, Partner: a.Merchant.Partner, HTTP: announce.NewHTTP(p.Getenv), Log: p.Log}
	}
	return nil
}

// check asks that the flags can be right.
func (s *captureSettings) check() error {
	if !strings.HasPrefix(s.path, "/") {
		return &hint.UsageError{Err: words.Errorf("--path %s: want a path such as /notify", alipay.Quote(s.path))}
	}
	if s.path == capture.HealthPath {
		return &hint.UsageError{Err: words.Errorf("--path %s: this is where the health is told", alipay.Quote(s.path))}
	}
	if _, _, err := net.SplitHostPort(s.listen); err != nil {
		return &hint.UsageError{Err: words.Errorf("--listen %s: want an address such as 127.0.0.1:8480", alipay.Quote(s.listen))}
	}
	return nil
}
