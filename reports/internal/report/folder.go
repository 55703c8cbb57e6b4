package report

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"reconcile/words"
)

// A Folder is where files are written, each of them whole and synced.
type Folder string

// Create writes one file through fill and syncs it. It refuses a file that is
// there already. Batch files carry a signed request, so others may not read
// them.
func (d Folder) Create(name string, perm os.FileMode, fill func(io.Writer) error) error {
	f, err := os.OpenFile(filepath.Join(string(d), filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	buf := bufio.NewWriterSize(f, 64<<10)
	err = fill(buf)
	if err == nil {
		err = buf.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return words.Errorf("%s: %w", name, err)
	}
	return nil
}

// Sync makes the names in the folder last.
func (d Folder) Sync() error {
	f, err := os.Open(string(d))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// The permissions of files: the umask takes from them what it must.
const (
	Readable os.FileMode = 0o666
	Private  os.FileMode = 0o600
)

// Replace writes one file beside its place and gives it its name once it is
// whole and synced, whatever a writer that was cut off left there.
func (d Folder) Replace(name string, perm os.FileMode, fill func(io.Writer) error) error {
	temporary := "." + name + ".tmp"
	path := filepath.Join(string(d), temporary)
	if err := removeIfThere(path); err != nil {
		return err
	}
	if err := d.Create(temporary, perm, fill); err != nil {
		return errors.Join(err, removeIfThere(path))
	}
	return os.Rename(path, filepath.Join(string(d), name))
}

// removeIfThere removes a file; one that is not there is removed already.
func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// WriteJSON prints for people too: indented, text as it is.
func WriteJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
