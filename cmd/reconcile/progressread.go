package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// stage tells that a part of a run begins, and returns what to call when it has
// ended: a progress line on a terminal, else a line of the log.
func (n *night) stage(run int64, say string) (end func()) {
	if n.bar == nil {
		n.about(run).Info(say)
		return func() {}
	}
	n.bar.begin(func(elapsed time.Duration) string {
		return fmt.Sprintf("%s: %s, %s", n.job.name, say, elapsed.Truncate(time.Second))
	})
	return n.bar.end
}

// watchReading tells that files are read, and returns what to call when that
// has ended.
func (n *night) watchReading(run int64, inputs []input) (r *reading, end func()) {
	r = newReading(n.job.name, inputs)
	if n.bar == nil || len(inputs) == 0 {
		n.about(run).Info("reading " + count(int64(len(inputs)), "file"))
		return r, func() {}
	}
	n.bar.begin(r.line)
	return r, n.bar.end
}

// A reading is how far the files of a run have been read. Each byte counts
// twice: a file is measured before it is taken in, and one that is known is
// measured only.
type reading struct {
	job   string
	sizes []int64
	whole int64

	mu   sync.Mutex
	file int   // the index of the one at work
	part int64 // counted bytes of it
}

// newReading measures the files to read. What cannot be looked at has no size.
func newReading(job string, inputs []input) *reading {
	r := &reading{job: job}
	for _, in := range inputs {
		size := int64(0)
		if info, err := os.Stat(in.name); err == nil {
			size = info.Size()
		}
		r.sizes, r.whole = append(r.sizes, size), r.whole+size
	}
	return r
}

// count adds bytes that were read of a file, which is the one at work from then on.
func (r *reading) count(file int, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if file != r.file {
		r.file, r.part = file, 0
	}
	r.part += bytes
}

// at returns the number of the file at work, from 1, and how many bytes have
// been read.
func (r *reading) at() (file int, bytes int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, size := range r.sizes[:r.file] {
		bytes += size
	}
	return r.file + 1, bytes + min(r.part/2, r.sizes[r.file])
}

// line says how far the reading is.
func (r *reading) line(elapsed time.Duration) string {
	file, at := r.at()
	return fmt.Sprintf("%s: reading %s  file %d of %d  %s  %s", r.job, gauge(at, r.whole), file, len(r.sizes),
		bytesText(at, r.whole), elapsed.Truncate(time.Second))
}

// bytesText prints how many of how many bytes for people, in one unit.
func bytesText(part, whole int64) string {
	unit, size := "KiB", float64(1<<10)
	for _, larger := range []string{"MiB", "GiB", "TiB"} {
		if float64(whole) < 1000*size {
			break
		}
		unit, size = larger, size*(1<<10)
	}
	return fmt.Sprintf("%.1f of %.1f %s", float64(part)/size, float64(whole)/size, unit)
}
