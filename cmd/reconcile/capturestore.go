package main

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"reconcile/alipay"
)

// errUnsynced says that what was written may be lost, although it can be read.
// After that a second sync that goes well says nothing about the first.
var errUnsynced = errors.New("not synced")

// errStopped says that a notification came after the end.
var errStopped = errors.New("the receiver has stopped")

// captures are a folder of logs, one for each day in Shanghai. One goroutine
// writes; all that waits at that moment shares one write and one sync.
type captures struct {
	now    func() time.Time
	open   func(name string) (captureFile, error) // ready to be appended to
	log    *slog.Logger
	queue  chan captured
	stop   chan struct{} // closed to end the goroutine
	ended  chan struct{} // closed when it has ended
	broken chan struct{} // closed when a sync has failed: nothing is stored any more

	// Of the goroutine alone.
	file    captureFile // nil where none is open
	name    string
	fault   error // why nothing is stored any more
	failing bool  // the last write did not go well
}

// captured is one notification on its way to the disk.
type captured struct {
	text string
	done chan<- error
}

// newCaptures opens the log of today. It goes by the clock now and opens files
// with open.
func newCaptures(open func(name string) (captureFile, error), now func() time.Time, log *slog.Logger) (*captures, error) {
	c := &captures{
		now: now, open: open, log: log, queue: make(chan captured),
		stop: make(chan struct{}), ended: make(chan struct{}), broken: make(chan struct{}),
	}
	if err := c.turn(c.now()); err != nil {
		return nil, fmt.Errorf("capture: %w", err)
	}
	go c.run()
	return c, nil
}

// put returns nil when the notification is on disk, for good.
func (c *captures) put(text string) error {
	done := make(chan error, 1)
	select {
	case c.queue <- captured{text, done}:
		return <-done
	case <-c.ended:
		return errStopped
	}
}

// close ends the goroutine and returns why nothing could be stored any more, if
// that was so.
func (c *captures) close() error {
	close(c.stop)
	<-c.ended
	if c.file == nil {
		return c.fault
	}
	return errors.Join(c.fault, c.file.Close())
}

// run writes what comes until the end.
func (c *captures) run() {
	defer close(c.ended)
	for {
		select {
		case first := <-c.queue:
			group := c.gather(first)
			err := c.commit(group)
			for _, p := range group {
				p.done <- err
			}
			c.tell(err)
		case <-c.stop:
			return
		}
	}
}

// gather adds to the first one all that wait already.
func (c *captures) gather(first captured) []captured {
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
func (c *captures) commit(group []captured) error {
	if c.fault != nil {
		return c.fault
	}
	at := c.now().In(alipay.Shanghai())
	var lines []byte
	for _, p := range group {
		lines = append(lines, captureLine(at, p.text)...)
	}
	err := c.turn(at)
	if err == nil {
		err = c.append(lines)
	}
	if errors.Is(err, errUnsynced) {
		c.fault = fmt.Errorf("capture: %w", err)
		close(c.broken)
	}
	return err
}

// append writes lines to the open file and syncs it. A file that took a part of
// them is closed; opening it again ends the line that was cut off.
func (c *captures) append(lines []byte) error {
	if _, err := c.file.Write(lines); err != nil {
		err = errors.Join(err, c.file.Close())
		c.file = nil
		return err
	}
	if err := c.file.Sync(); err != nil {
		return fmt.Errorf("%s: %w: %w", c.name, errUnsynced, err)
	}
	return nil
}

// turn opens the log of a day, where it is not open already.
func (c *captures) turn(at time.Time) error {
	name := "notify-" + at.In(alipay.Shanghai()).Format("20060102") + ".jsonl"
	if c.file != nil && c.name == name {
		return nil
	}
	file, err := c.open(name)
	if err != nil {
		return err
	}
	if c.file != nil {
		_ = c.file.Close() // all that was answered is synced
	}
	c.file, c.name = file, name
	return nil
}

// tell logs when storing begins to fail, and when it goes well again.
func (c *captures) tell(err error) {
	switch failing := err != nil; {
	case failing && !c.failing:
		c.log.Error("notifications are not stored, Alipay will send them again", "cause", err)
	case !failing && c.failing:
		c.log.Warn("notifications are stored again", "file", c.name)
	}
	c.failing = err != nil
}
