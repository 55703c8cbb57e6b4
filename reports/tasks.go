package reports

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// A task is a part of a report that is written beside others, once those that it
// needs are done.
type task struct {
	name  string
	needs []string
	do    func(context.Context) error
}

// atOnce is how many tasks run at once: few enough that one of the ledger's four
// connections is always left for a task that asks while it reads, on any number of
// cores. Where there are fewer, one task computes while another waits for its first
// row or for the disk.
const atOnce = 3

// An outcome is how a task ended.
type outcome struct {
	at    int
	err   error
	panic any
}

// runTasks runs tasks, those that stand first before others, and waits until every
// one that it began has ended. The first error ends the others. It is returned, of
// several the one whose task stands first; what a task panics with, this panics
// with.
func runTasks(ctx context.Context, tasks []task) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := schedule{tasks: tasks, state: make([]taskState, len(tasks)), errs: make([]error, len(tasks)), ended: make(chan outcome)}
	for s.begin(ctx); s.running > 0; s.begin(ctx) {
		o := <-s.ended
		s.running--
		s.state[o.at], s.errs[o.at] = taskDone, o.err
		if o.panic != nil {
			s.panics = append(s.panics, o.panic)
		}
		if o.err != nil || o.panic != nil {
			s.failed = true
			cancel()
		}
	}
	if len(s.panics) > 0 {
		panic(s.panics[0])
	}
	return s.err()
}

type taskState int

const (
	taskWaits taskState = iota
	taskRuns
	taskDone
)

// A schedule is tasks while they run.
type schedule struct {
	tasks   []task
	state   []taskState
	errs    []error
	panics  []any
	ended   chan outcome
	running int
	failed  bool
}

// begin starts what can be started.
func (s *schedule) begin(ctx context.Context) {
	for i := range s.tasks {
		if s.failed || s.running == atOnce {
			return
		}
		if s.state[i] == taskWaits && s.ready(s.tasks[i]) {
			s.state[i] = taskRuns
			s.running++
			go s.run(ctx, i)
		}
	}
}

// ready tells whether everything that a task needs is done.
func (s *schedule) ready(t task) bool {
	return !slices.ContainsFunc(t.needs, func(need string) bool {
		at := slices.IndexFunc(s.tasks, func(t task) bool { return t.name == need })
		return s.state[at] != taskDone
	})
}

func (s *schedule) run(ctx context.Context, at int) {
	o := outcome{at: at, panic: "the goroutine of " + s.tasks[at].name + " ended"}
	defer func() {
		if p := recover(); p != nil {
			o.panic = fmt.Sprintf("%s: %v", s.tasks[at].name, p)
		}
		s.ended <- o
	}()
	o.err = s.tasks[at].do(ctx)
	o.panic = nil
}

// err is the error of the first task that failed by itself; that of one that was
// told to end, where there is no other.
func (s *schedule) err() error {
	told := error(nil)
	for _, err := range s.errs {
		switch {
		case err == nil:
		case !errors.Is(err, context.Canceled):
			return err
		case told == nil:
			told = err
		}
	}
	return told
}
