package capture

import (
	"errors"
	"time"

	"reconcile/alipay"
	"reconcile/words"
)

// mostLogs is how many logs in a row may be taken away from one group, before it
// is not stored: whoever takes them does nothing else.
const mostLogs = 4

// commit brings a group to the disk. After an error it is uncertain what of it
// is there; Alipay sends all of it again.
func (c *LogWriter) commit(group []captured) error {
	if c.fault != nil {
		return c.fault
	}
	at := c.Now().In(alipay.Shanghai())
	var lines []byte
	notices := false
	for _, p := range group {
		if p.line != nil {
			lines = append(lines, p.line(at)...)
		}
		notices = notices || p.notice
	}
	err := c.broken(c.store(at, lines))
	if err == nil && notices {
		c.lastStored.Store(at.Unix())
	}
	return err
}

// broken ends all storing after an error of a sync, which it returns.
func (c *LogWriter) broken(err error) error {
	if c.fault == nil && errors.Is(err, errUnsynced) {
		c.fault = words.Errorf("capture: %w", err)
		close(c.Broken)
	}
	return err
}

// store writes lines to the log of a day. When it is synced and still at its
// path, whoever takes it away later has the lines, too; else they are written
// again, to a new one.
func (c *LogWriter) store(at time.Time, lines []byte) (err error) {
	for range mostLogs {
		if err = c.rotate(at); err != nil {
			return err
		}
		if err = c.admit(Size(len(lines))); err != nil {
			return err
		}
		if err = c.append(lines); err != nil {
			return err
		}
		if err = c.file.Kept(); err == nil {
			return nil
		}
	}
	return err
}

// append writes lines to the open file and syncs it. A file that took a part of
// them is closed; opening it again ends the line that was cut off.
func (c *LogWriter) append(lines []byte) error {
	n, err := c.file.Write(lines)
	c.today += int64(n)
	c.logged.Add(int64(n))
	if err != nil {
		err = errors.Join(err, c.file.Close())
		c.file = nil
		return err
	}
	if err := c.file.Sync(); err != nil {
		return words.Errorf("%s: %w: %w", c.name, errUnsynced, err)
	}
	return nil
}

// rotate opens the log of a day, where it is not open already or was taken away.
func (c *LogWriter) rotate(at time.Time) error {
	name := "notify-" + at.In(alipay.Shanghai()).Format("20060102") + ".jsonl"
	if c.file != nil {
		taken := c.file.Kept()
		if taken == nil && c.name == name {
			return nil
		}
		if taken != nil {
			c.Log.Warn("going on in a new log", "cause", taken)
			c.taken.Add(1)
			c.leave()
		}
	}
	file, err := c.volume.openLog(name)
	if err != nil {
		return err
	}
	c.leave()
	if name != c.name {
		c.today = 0
	}
	c.file, c.name, c.today = file, name, max(c.today, file.Size())
	return nil
}

// leave closes the open log, so that the next one is opened by its name.
func (c *LogWriter) leave() {
	if c.file != nil {
		_ = c.file.Close() // all that was answered is synced
	}
	c.file = nil
}
