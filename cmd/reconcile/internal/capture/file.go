package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
)

// A LogFile is a log that is open for appending.
type LogFile interface {
	io.WriteCloser
	Sync() error
}

// Lock makes the folder of the logs, where it is missing, and takes it
// for this process alone. The lock is free when the process ends, however it
// ends.
//
// Errors: disk.ErrLocked where another process has it.
func Lock(dir string) (unlock func(), err error) {
	err = os.Mkdir(dir, 0o750)
	if err == nil {
		err = disk.SyncDir(filepath.Dir(dir))
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("capture: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "capture.lock"), flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("capture: %s: lock: %w", dir, err)
	}
	if !got {
		return nil, hint.With(fmt.Errorf("capture: %s: %w", dir, disk.ErrLocked), "one capture at a time writes a folder: stop the other one, or name another with --dir")
	}
	return func() { _ = lock.Unlock() }, nil // the end of the process frees it all the same
}

// Open opens the logs in a folder that exists.
func Open(dir string, now func() time.Time, log *slog.Logger) (*LogWriter, error) {
	return newLogWriter(func(name string) (LogFile, error) { return openCapture(dir, name) }, now, log)
}

// openCapture opens a log in a folder for appending, and makes sure that its
// name outlasts a power cut.
//
// Errors: errUnsynced where that is not sure.
func openCapture(dir, name string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o640)
	if err != nil {
		return nil, err
	}
	err = endLine(f)
	if err == nil {
		if err = disk.SyncDir(dir); err != nil {
			err = fmt.Errorf("%s: %w: %w", dir, errUnsynced, err)
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// endLine ends a last line that was cut off, by a crash or a full disk, so that
// the next one is whole. What was cut off was never answered.
func endLine(f *os.File) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: not a regular file", f.Name())
	case info.Size() == 0:
		return nil
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = f.Write([]byte("\n"))
	return err
}
