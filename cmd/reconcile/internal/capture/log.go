package capture

import (
	"errors"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"reconcile/words"
)

// errUnsynced indicates that what was written may be lost, although it can be read.
// After that a second sync that goes well proves nothing about the first.
var errUnsynced = words.Errorf("not synced")

// errStopped indicates that a notification came after the end.
var errStopped = words.Errorf("the receiver has stopped")

// Options are where and how notifications are logged.
type Options struct {
	Dir     string
	Now     func() time.Time
	Log     *slog.Logger
	Hangups <-chan os.Signal // each has the log opened anew; nil for none
	Limits
}

// A volume is where the logs of LogWriter are.
type volume interface {
	openLog(name string) (LogFile, error) // ready to be appended to
	free() (int64, error)                 // bytes that others may still write there
	close() error
}

// LogWriter are a folder of logs, one for each day in Shanghai. One goroutine
// writes; all that waits at that moment shares one write and one sync.
type LogWriter struct {
	Options
	volume volume
	queue  chan captured
	stop   chan struct{} // closed to end the goroutine
	ended  chan struct{} // closed when it has ended
	Broken chan struct{} // closed when a sync has failed: nothing is stored any more
	First  string        // the name of the log that was opened at the start

	// Counted since the start.
	logged, taken atomic.Int64 // bytes written; logs that were taken away
	lastStored    atomic.Int64 // seconds since 1970

	// Of the goroutine alone.
	file    LogFile // nil where none is open
	name    string
	today   int64 // bytes logged on the day of name
	fault   error // why nothing is stored any more
	failing bool  // the last write did not go well
}

// captured is one line on its way to the disk.
type captured struct {
	line   func(at time.Time) []byte // nil for none: whether one would be stored is asked
	notice bool                      // it is a notification
	done   chan<- error
}

// Open takes the folder of the logs for this process, and makes it where it is
// missing.
//
// Errors: disk.ErrLocked where another process has it.
func Open(o Options) (*LogWriter, error) { return newLogWriter(&folder{dir: o.Dir}, o) }

// newLogWriter opens the log of today.
func newLogWriter(v volume, o Options) (*LogWriter, error) {
	c := &LogWriter{
		Options: o, volume: v, queue: make(chan captured),
		stop: make(chan struct{}), ended: make(chan struct{}), Broken: make(chan struct{}),
	}
	if err := c.rotate(c.Now()); err != nil {
		return nil, words.Errorf("capture: %w", errors.Join(err, v.close()))
	}
	c.First = c.name
	go c.run()
	return c, nil
}

// Put returns nil when the notification is on disk, for good, with what was found of
// its signature.
func (c *LogWriter) Put(text string, signature Verdict) error {
	return c.put(captured{line: func(at time.Time) []byte { return Line(at, text, signature) }, notice: true})
}

// putAnswer returns nil when what notify_verify answered about an id is on disk.
func (c *LogWriter) putAnswer(id, answer string) error {
	return c.put(captured{line: func(at time.Time) []byte { return AnswerLine(at, id, answer) }})
}

// Check returns nil where a notification would be stored now: the log is opened,
// synced and looked for as for one.
func (c *LogWriter) Check() error { return c.put(captured{}) }

func (c *LogWriter) put(p captured) error {
	done := make(chan error, 1)
	p.done = done
	select {
	case c.queue <- p:
		return <-done
	case <-c.ended:
		return errStopped
	}
}

// Close ends the goroutine, frees the folder and returns why nothing could be
// stored any more, if that was so.
func (c *LogWriter) Close() error {
	close(c.stop)
	<-c.ended
	err := c.fault
	if c.file != nil {
		err = errors.Join(err, c.file.Close())
	}
	return errors.Join(err, c.volume.close())
}

// run writes what comes until the end.
func (c *LogWriter) run() {
	defer close(c.ended)
	for {
		select {
		case first := <-c.queue:
			group := c.gather(first)
			err := c.commit(group)
			for _, p := range group {
				p.done <- err
			}
			c.logState(err)
		case <-c.Hangups:
			c.hangUp()
		case <-c.stop:
			return
		}
	}
}

// hangUp opens the log anew, now.
func (c *LogWriter) hangUp() {
	if c.fault != nil {
		return
	}
	c.leave()
	err := c.broken(c.rotate(c.Now()))
	if err == nil {
		c.Log.Info("opened the log anew", "file", c.name)
	}
	c.logState(err)
}

// gather adds to the first one all that wait already.
func (c *LogWriter) gather(first captured) []captured {
	group := []captured{first}
	for {
		select {
		case next := <-c.queue:
			group = append(group, next)
		default:
			return group
		}
	}
}

// logState logs when storing begins to fail, and when it goes well again.
func (c *LogWriter) logState(err error) {
	switch failing := err != nil; {
	case failing && !c.failing:
		c.Log.Error("notifications are not stored, Alipay will send them again", "cause", err)
	case !failing && c.failing:
		c.Log.Warn("notifications are stored again", "file", c.name)
	}
	c.failing = err != nil
}
