package ledger

import (
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// settingsUnknown are those of imports from before settings were kept.
const settingsUnknown = "?"

// SameImport reports whether reading a file of these bytes (hex SHA-256) under settings
// would be the import c again (§3.2).
func (c FileContent) SameImport(sha256, settings string) bool {
	return c.SHA256 == sha256 && (c.Settings == settings || c.Settings == settingsUnknown)
}

// ExportAt looks up what the account has imported last at a path of an export; ok is
// false where it has imported nothing there.
func (in *Intake) ExportAt(account int64, path string) (c FileContent, ok bool, err error) {
	c = FileContent{Account: account, Kind: Orders}
	for rows, err := range store.Query(in.ctx, in.db, "export_at_path", path, account) {
		var p Part
		if err == nil {
			err = rows.Scan(&c.SHA256, &c.Bytes, &c.Path, &c.Run, &c.Fresh, &p.Path, &p.Source, &c.Settings)
		}
		if err != nil {
			return FileContent{}, false, words.Errorf("look up the export at %s: %w", path, err)
		}
		c.Parts = append(c.Parts, p)
	}
	return c, len(c.Parts) > 0, nil
}

// KeepExport records an export that the intake has read. What its path said under other
// settings does not count any more.
func (in *Intake) KeepExport(c FileContent) error {
	if len(c.Parts) == 0 {
		return nil
	}
	first := c.Parts[0].Source
	if _, err := store.Exec(in.ctx, in.db, "export_replace", first, c.Path, c.Account, c.Settings); err != nil {
		return words.Errorf("record the export at %s: %w", c.Path, err)
	}
	for _, p := range c.Parts {
		_, err := store.Exec(in.ctx, in.db, "export_add", p.Source, first, c.Account, c.Path, c.SHA256, c.Settings, c.Bytes, p.Path, c.Run, bit(c.Fresh))
		if err != nil {
			return words.Errorf("record the export at %s: %w", c.Path, err)
		}
	}
	return nil
}
