package importers

import (
	"os"
	"time"

	"reconcile/ledger"
)

// margin is the minimum time between the last change of a file and its reading. A
// change within the same tick of the file system's clock does not change the file's
// times: the coarsest clocks tick every two seconds (FAT; ext3 and HFS+ every one).
const margin = 2 * time.Second

// skipUnchanged adopts what was read at the file's path last, without opening it, if
// the file system reports that it has not changed since, and reports whether it did. A log
// whose last line was left is opened, because the line may count by now.
func (j *job) skipUnchanged() (done bool, err error) {
	if j.opts.Rehash {
		return false, nil
	}
	info, err := os.Stat(j.file.Name)
	if err != nil || !info.Mode().IsRegular() {
		return false, nil // opening it returns the error
	}
	now, ok := statOf(info)
	if !ok {
		return false, nil
	}
	stamp, ok, err := j.intake.FileStat(j.file.Account, j.file.Kind, j.file.Path)
	if err != nil || !ok || stamp.Stat != now || stamp.Final != j.opts.Final || stamp.UpTo != stamp.Whole || !settled(now, stamp.Measured) {
		return false, err
	}
	known, ok, err := j.sameImport(stamp.UpTo)
	if err != nil || !ok {
		return false, err
	}
	if stale, err := j.stale(known.Parts...); stale || err != nil {
		return false, err
	}
	j.out.Size, j.out.SHA256 = now.Size, stamp.Whole
	j.adopt(known)
	return true, nil
}

// settled reports whether the last change of a file was long enough before a moment for
// every later change to change its times.
func settled(s ledger.Stat, moment time.Time) bool {
	return max(s.Changed, s.Modified) < moment.Add(-margin).UnixNano()
}

// stamp returns what to record of the file once it was read; ok is false if the file
// system does not support it.
func (j *job) stamp() (s ledger.FileStat, ok bool) {
	return ledger.FileStat{
		Account: j.file.Account, Kind: j.file.Kind, Path: j.file.Path,
		Stat: j.stat, Measured: j.began, Final: j.opts.Final,
		Whole: j.digest.whole, UpTo: j.digest.upTo,
	}, j.hasStat
}

// recordStat records the file, whose bytes the ledger has, as read at its path.
func (j *job) recordStat() error {
	s, ok := j.stamp()
	if !ok {
		return nil
	}
	return j.intake.KeepFileStat(s)
}

// record records what was read of the file.
func (j *job) record() error {
	s := j.digest
	content := ledger.FileContent{SHA256: s.upTo, Bytes: s.end, Account: j.file.Account, Kind: j.file.Kind,
		Path: j.file.Path, Run: j.file.Run, Fresh: j.fresh, Parts: j.parts}
	keep := j.intake.KeepFileContent
	if j.file.Kind == ledger.Orders {
		content.Settings, keep = j.opts.settings(), j.intake.KeepExport
	}
	err := keep(content)
	stamp, ok := j.stamp()
	if err != nil || !ok {
		return err
	}
	return j.intake.KeepFileStat(stamp)
}
