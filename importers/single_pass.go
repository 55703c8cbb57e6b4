package importers

import (
	"errors"
	"hash"

	"reconcile/importers/files"
)

// readsOnce tells whether the file is measured while it is read, because nothing
// that was read before can have its bytes: it is as long as no other, and no log
// that may have grown. What has changed just now may change again, and is measured
// beforehand; so are archives, whose members are read in an order of their own.
func (j *job) readsOnce() (bool, error) {
	if j.in.Packing == files.Zip || !j.hasStat || !settled(j.stat, j.began) {
		return false, nil
	}
	if j.isLog() && j.in.Packing == files.Plain {
		if _, known, err := j.intake.ContentAt(j.file.Account, j.file.Kind, j.file.Path); known || err != nil {
			return false, err
		}
	}
	known, err := j.intake.HasContent(j.file.Account, j.file.Kind, j.digest.end)
	return !known && err == nil, err
}

// postpone leaves the digests to conclude. Whoever asks for progress sees the
// file as measured.
func (j *job) postpone() {
	j.digest.singlePass = true
	if j.count != nil {
		j.count(j.in.Size())
	}
}

// readOnce reads the file. Of one that is refused in the middle the digest is
// reported all the same.
func (j *job) readOnce() error {
	err := j.read()
	var refused *files.RefusedError
	if !errors.As(err, &refused) {
		return err
	}
	if again := j.hashAll(); again != nil {
		return again
	}
	return err
}

// verifyUnchanged takes the digest of what was read for that of the file. Where the file
// system says that the file has changed meanwhile, as a log does that grows, its
// bytes must still be those that were read.
func (j *job) verifyUnchanged(tap hash.Cloner) error {
	s := &j.digest
	s.upTo = sum(tap)
	info, err := j.in.Stat()
	if err != nil {
		return err
	}
	if now, _ := statOf(info); now != j.stat {
		if err := j.verifyBytes(); err != nil {
			return err
		}
	}
	if err := j.add(tap, s.end, j.in.Size()); err != nil {
		return err
	}
	s.whole = sum(tap)
	return nil
}

// verifyBytes refuses a file whose bytes are not those that were read, or an export
// whose charset was found in others.
func (j *job) verifyBytes() error {
	again := newDigest()
	if err := j.add(again, 0, j.digest.end); err != nil {
		return err
	}
	same := sum(again) == j.digest.upTo
	if same && !j.isLog() {
		enc, err := files.DetectEncoding(j.text.Reopen)
		same = err == nil && enc == j.enc
	}
	if !same {
		return errChanged()
	}
	return nil
}
