package runner

import (
	"fmt"
	"os"
	"sync"

	"github.com/cheggaaa/pb/v3"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
)

// stage announces that a part of a run begins, and returns what to call when it
// has ended: a progress line on a terminal, else a line of the log.
func (n *Runner) stage(run int64, say string) (end func()) {
	n.doing = say
	if n.Bar == nil {
		n.logFor(run).Info(say)
		return func() {}
	}
	n.Bar.Begin(terminal.NewBar(terminal.OpenLine, n.Job.Name, say))
	return n.Bar.End
}

// watchReading is stage for the reading of files.
func (n *Runner) watchReading(run int64, inputs []config.Input) (r *reading, end func()) {
	n.doing = "reading " + terminal.Count(int64(len(inputs)), "file")
	r = NewReading(n.Job.Name, inputs)
	if n.Bar == nil || len(inputs) == 0 {
		n.logFor(run).Info(n.doing)
		return r, func() {}
	}
	n.Bar.Begin(r.Bar)
	return r, n.Bar.End
}

// A reading is how far the files of a run have been read. Each byte counts
// twice: a file is measured before it is taken in, and one that is known is
// measured only.
type reading struct {
	Bar    *pb.ProgressBar
	Sizes  []int64
	before []int64 // the bytes of the files before each

	mu   sync.Mutex
	file int   // the index of the one that is read
	part int64 // counted bytes of it
}

// NewReading measures the files to read. What cannot be looked at has no size.
func NewReading(job string, inputs []config.Input) *reading {
	r := &reading{Bar: terminal.NewBar(terminal.MeasuredLine, job, "reading")}
	for _, in := range inputs {
		size := int64(0)
		if info, err := os.Stat(in.Name); err == nil {
			size = info.Size()
		}
		r.Sizes, r.before = append(r.Sizes, size), append(r.before, r.Bar.Total())
		r.Bar.AddTotal(size)
	}
	r.open(0)
	return r
}

// Count adds bytes that were read of a file, which is the current one from then
// on.
func (r *reading) Count(file int, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if file != r.file {
		r.open(file)
	}
	r.part += bytes
	r.Bar.SetCurrent(r.before[file] + min(r.part/2, r.Sizes[file])) // it may have grown
}

// open makes a file the current one.
func (r *reading) open(file int) {
	r.file, r.part = file, 0
	r.Bar.Set("file", fmt.Sprintf("file %d of %d", file+1, len(r.Sizes)))
}
