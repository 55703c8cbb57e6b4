// Package disk has what the program does with files and folders: making names
// outlast a power cut, hashing, trying whether a folder can be written.
package disk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"reconcile/words"
)

// DigestFile returns the SHA-256 of a file in hex.
func DigestFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// SyncDir makes the names in a folder outlast a power cut.
func SyncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// MakeDir makes a folder where there is none, and those above it, and makes their names
// outlast a power cut: also of one that a process has made which was cut off.
func MakeDir(dir string, mode fs.FileMode) error {
	parent := filepath.Dir(dir)
	if _, err := os.Stat(parent); errors.Is(err, fs.ErrNotExist) {
		if err := MakeDir(parent, mode); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, mode); err != nil { // it may be a link to a folder
		return err
	}
	err := SyncDir(parent)
	if errors.Is(err, fs.ErrPermission) { // who may not read it has made nothing in it
		return nil
	}
	return err
}

// ReplaceFile gives a file a new content that everybody may read; the file is
// whole at any moment.
func ReplaceFile(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return SyncDir(filepath.Dir(path))
}

// Cause is the reason in a file system's error, without the operation and the
// path that the message names already.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// QuotePattern makes a folder's name match itself in a pattern.
func QuotePattern(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// Probes is the pattern of the files that Probe writes. One that is found was left by a
// process that was cut off.
const Probes = ".probe-*"

// Probe writes, syncs and removes a file in dir.
func Probe(dir string) error {
	f, err := os.CreateTemp(dir, Probes)
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 4096))
	err = errors.Join(err, f.Sync(), f.Close())
	if removed := os.Remove(f.Name()); !errors.Is(removed, fs.ErrNotExist) { // a run may have taken it for one that was left
		err = errors.Join(err, removed)
	}
	return err
}

// ErrLocked indicates that another process writes the folder.
var ErrLocked = words.Errorf("another run holds it")
