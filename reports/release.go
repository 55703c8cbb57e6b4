package reports

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"reconcile/ledger"
)

// WriteBatch writes the files of a batch that people released into dir, which
// exists: <batch_no>.json, .csv and .html, as Write does for a batch that a run
// issued. Each of them appears whole or not at all. Writing them again puts the
// same bytes in the same place. It returns their names.
func WriteBatch(dir string, b ledger.Batch, r Report) ([]string, error) {
	w := &writer{Report: r, dir: folder(dir)}
	var names []string
	for _, form := range w.batchForms() {
		name := b.BatchNo + form.ext
		if err := w.dir.replace(name, private, func(out io.Writer) error { return form.write(out, b) }); err != nil {
			return nil, fmt.Errorf("batch %s: %w", b.BatchNo, err)
		}
		names = append(names, name)
	}
	return names, w.dir.sync()
}

// replace writes one file beside its place and gives it its name once it is
// whole and synced, whatever a writer that was cut off left there.
func (d folder) replace(name string, perm os.FileMode, fill func(io.Writer) error) error {
	temporary := "." + name + ".tmp"
	path := filepath.Join(string(d), temporary)
	if err := removeIfThere(path); err != nil {
		return err
	}
	if err := d.create(temporary, perm, fill); err != nil {
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
