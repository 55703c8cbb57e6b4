package capture

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"reconcile/alipay"
)

// errUnsynced indicates that what was written may be lost, although it can be read.
// After that a second sync that goes well proves nothing about the first.
var errUnsynced = errors.New("not synced")

// errStopped indicates that a notification came after the end.
var errStopped = errors.New("the receiver has stopped")

// LogWriter are a folder of logs, one for each day in Shanghai. One goroutine
// writes; all that waits at that moment shares one write and one sync.
type LogWriter struct {
	now    func() time.Time
	open   func(name string) (LogFile, error) // ready to be appended to
	log    *slog.Logger
	queue  chan captured
	stop   chan struct{} // closed to end the goroutine
	ended  chan struct{} // closed when it has ended
	Broken chan struct{} // closed when a sync has failed: nothing is stored any more

	// Of the goroutine alone.
	file    LogFile // nil where none is open
	Name    string
	fault   error // why nothing is stored any more
	failing bool  // the last write did not go well
}

// captured is one notification on its way to the disk.
type captured struct {
	text string
	done chan<- error
}

// newLogWriter opens the log of today. It goes by the clock now and opens files
// with open.
func newLogWriter(open func(name string) (LogFile, error), now func() time.Time, log *slog.Logger) (*LogWriter, error) {
	c := &LogWriter{
		now: now, open: open, log: log, queue: make(chan captured),
		stop: make(chan struct{}), ended: make(chan struct{}), Broken: make(chan struct{}),
	}
	if err := c.rotate(c.now()); err != nil {
		return nil, fmt.Errorf("capture: %w", err)
	}
	go c.run()
	return c, nil
}

// Put returns nil when the notification is on disk, for good.
func (c *LogWriter) Put(text string) error {
	done := make(chan error, 1)
	select {
	case c.queue <- captured{text, done}:
		return <-done
	case <-c.ended:
		return errStopped
	}
}

// Close ends the goroutine and returns why nothing could be stored any more, if
// that was so.
func (c *LogWriter) Close() error {
	close(c.stop)
	<-c.ended
	if c.file == nil {
		return c.fault
	}
	return errors.Join(c.fault, c.file.Close())
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
		case <-c.stop:
			return
		}
	}
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

// commit brings a group to the disk. After an error it is uncertain what of it
// is there; Alipay sends all of it again.
func (c *LogWriter) commit(group []captured) error {
	if c.fault != nil {
		return c.fault
	}
	at := c.now().In(alipay.Shanghai())
	var lines []byte
	for _, p := range group {
		lines = append(lines, Line(at, p.text)...)
	}
	err := c.rotate(at)
	if err == nil {
		err = c.append(lines)
	}
	if errors.Is(err, errUnsynced) {
		c.fault = fmt.Errorf("capture: %w", err)
		close(c.Broken)
	}
	return err
}

// append writes lines to the open file and syncs it. A file that took a part of
// them is closed; opening it again ends the line that was cut off.
func (c *LogWriter) append(lines []byte) error {
	if _, err := c.file.Write(lines); err != nil {
		err = errors.Join(err, c.file.Close())
		c.file = nil
		return err
	}
	if err := c.file.Sync(); err != nil {
		return fmt.Errorf("%s: %w: %w", c.Name, errUnsynced, err)
	}
	return nil
}

// rotate opens the log of a day, where it is not open already.
func (c *LogWriter) rotate(at time.Time) error {
	name := "notify-" + at.In(alipay.Shanghai()).Format("20060102") + ".jsonl"
	if c.file != nil && c.Name == name {
		return nil
	}
	file, err := c.open(name)
	if err != nil {
		return err
	}
	if c.file != nil {
		_ = c.file.Close() // all that was answered is synced
	}
	c.file, c.Name = file, name
	return nil
}

// logState logs when storing begins to fail, and when it goes well again.
func (c *LogWriter) logState(err error) {
	switch failing := err != nil; {
	case failing && !c.failing:
		c.log.Error("notifications are not stored, Alipay will send them again", "cause", err)
	case !failing && c.failing:
		c.log.Warn("notifications are stored again", "file", c.Name)
	}
	c.failing = err != nil
}
