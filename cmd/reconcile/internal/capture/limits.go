package capture

import "reconcile/words"

// Limits keep what anybody may send from filling a disk that others need. Over
// them nothing is stored: Alipay sends it again for a day, in which somebody can
// make room.
type Limits struct {
	MinFree   Size // what of the disk stays free; 0 for none
	MaxPerDay Size // what is logged in a day in Shanghai; 0 for any number
}

// errNoRoom indicates that a limit is reached.
var errNoRoom = words.Errorf("no room")

// admit asks that n bytes more are within the limits. What of a day's logs was
// taken away counts as long as this process runs.
//
// Errors: errNoRoom, and those of the file system.
func (c *LogWriter) admit(n Size) error {
	if most := c.MaxPerDay; most > 0 && Size(c.today)+n > most {
		return words.Errorf("%w: %s would be over the %s a day of --max-per-day", errNoRoom, c.name, most)
	}
	if c.MinFree == 0 {
		return nil
	}
	free, err := c.volume.free()
	if err == nil && Size(free)-n < c.MinFree {
		err = words.Errorf("%w: the disk would have less than the %s free of --min-free", errNoRoom, c.MinFree)
	}
	return err
}
