package runner

import (
	"log/slog"
	"os"
	"sync"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/words"
)

// stage announces that a part of a run begins, and returns what to call when it
// has ended: a progress line on a terminal, else a line of the log.
func (n *Runner) stage(run int64, say words.Text, s share) (end func()) {
	n.doing = say
	if n.Bar == nil {
		n.tell(run, slog.LevelInfo, "%s", say)
		return func() {}
	}
	if n.whole == nil { // of a run that was cut off, before this one begins
		n.Bar.Begin(terminal.NewBar(terminal.OpenLine, n.Job.Name, say.In(n.Language)), nothing)
		return n.Bar.End
	}
	n.whole.enter(say.In(n.Language), s)
	n.Bar.Begin(n.whole.Bar, n.whole.tick)
	return n.Bar.End
}

// watchReading is stage for the reading of files, with which a run begins. Where alone is
// said, nothing follows it.
func (n *Runner) watchReading(run int64, inputs []config.Input, alone bool) (r *reading, end func()) {
	n.doing = words.New("reading %s", terminal.Count(int64(len(inputs)), "file"))
	r = NewReading(n.Job.Name, inputs, n.Language)
	if alone {
		r.parts = readingAlone
	}
	if n.Bar == nil || len(inputs) == 0 {
		n.tell(run, slog.LevelInfo, "%s", n.doing)
		return r, func() {}
	}
	n.whole = r.whole
	r.enter(n.Language.Sprint("reading"), r.parts.read)
	n.Bar.Begin(r.whole.Bar, r.whole.tick)
	return r, n.Bar.End
}

// A reading is how far the files of a run have been read. Each byte counts
// twice: a file is measured before it is taken in, and one that is known is
// measured only. What was read is then put in order, which nothing measures.
type reading struct {
	*whole
	Sizes  []int64
	parts  readingParts
	before []int64 // the bytes of the files before each
	total  int64   // of all files

	mu   sync.Mutex
	file int   // the index of the one that is read
	part int64 // counted bytes of it
	full bool  // all were read once
}

// NewReading measures the files to read. What cannot be looked at has no size.
func NewReading(job string, inputs []config.Input, l words.Language) *reading {
	r := &reading{whole: newWhole(job, l), parts: readingFirst}
	for _, in := range inputs {
		size := int64(0)
		if info, err := os.Stat(in.Name); err == nil {
			size = info.Size()
		}
		r.Sizes, r.before = append(r.Sizes, size), append(r.before, r.total)
		r.total += size
	}
	r.enter(l.Sprint("reading"), r.parts.read)
	r.show(0)
	return r
}

// Count adds bytes that were read of a file, which is the current one from then
// on.
func (r *reading) Count(file int, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if file != r.file {
		r.file, r.part = file, 0
	}
	r.part += bytes
	read := r.before[file] + min(r.part/2, r.Sizes[file]) // it may have grown
	if r.full {
		return // of a file that is read again
	}
	r.show(read)
	if r.full = read == r.total && r.total > 0; r.full {
		r.enter(r.in.Sprint("indexing"), r.parts.index)
	}
}

// Read is how many bytes of how many were read.
func (r *reading) Read() (read, of int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.before[r.file] + min(r.part/2, r.Sizes[r.file]), r.total
}

// show says which file is read, and how much of all.
func (r *reading) show(read int64) {
	r.reach(float64(read)/float64(max(r.total, 1)), r.in.Sprintf("file %d of %d  %s of %s  ", r.file+1, len(r.Sizes), r.Bar.Format(read), r.Bar.Format(r.total)))
}
