package importers

import (
	"os"
	"time"

	"reconcile/ledger"
)

// margin is how much older than its reading the last change of a file must be.
// What changes again within the same tick of the file system's clock keeps its
// time: the coarsest clocks tick every two seconds (FAT; ext3 and HFS+ every one).
const margin = 2 * time.Second

// skipUnchanged takes the file for the one that was read at its path last, without
// opening it, where the file system says that it has not changed since. done tells
// whether it did.
func (j *job) skipUnchanged() (done bool, err error) {
	if j.opts.Rehash {
		return false, nil
	}
	info, err := os.Stat(j.file.Name)
	if err != nil || !info.Mode().IsRegular() {
		return false, nil // which is said when it is opened
	}
	now, ok := statOf(info)
	if !ok {
		return false, nil
	}
	stamp, ok, err := j.intake.Stamp(j.file.Account, j.file.Kind, j.file.Path)
	if err != nil || !ok || stamp.Stat != now || stamp.Final != j.opts.Final || !settled(now, stamp.Measured) {
		return false, err
	}
	known, ok, err := j.intake.Content(j.file.Account, j.file.Kind, stamp.UpTo)
	if err != nil || !ok {
		return false, err
	}
	j.out.Size, j.out.SHA256 = now.Size, stamp.Whole
	j.adopt(known)
	return true, nil
}

// settled reports whether a file has not changed for so long before a moment that
// every later change shows in its times.
func settled(s ledger.Stat, moment time.Time) bool {
	return max(s.Changed, s.Modified) < moment.Add(-margin).UnixNano()
}

// stamp is what is recorded of the file once it was read; ok is false where the
// file system does not say enough of it.
func (j *job) stamp() (s ledger.Stamp, ok bool) {
	return ledger.Stamp{
		Account: j.file.Account, Kind: j.file.Kind, Path: j.file.Path,
		Stat: j.stat, Measured: j.began, Final: j.opts.Final,
		Whole: j.digest.whole, UpTo: j.digest.upTo,
	}, j.hasStat
}

// restamp records the file anew, whose bytes were known.
func (j *job) restamp() error {
	s, ok := j.stamp()
	if !ok {
		return nil
	}
	return j.intake.KeepStamp(s)
}

// keep records in the intake what it has read.
func (j *job) keep() error {
	s := j.digest
	err := j.intake.Keep(ledger.Content{SHA256: s.upTo, Bytes: s.end, Account: j.file.Account, Kind: j.file.Kind,
		Path: j.file.Path, Run: j.file.Run, Fresh: j.fresh, Parts: j.parts})
	stamp, ok := j.stamp()
	if err != nil || !ok {
		return err
	}
	return j.intake.KeepStamp(stamp)
}
