package workbookdiff

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"maps"
	"path"
	"slices"

	"reconcile/importers/xlsx"
)

// pullRows hands out rows one by one, nil at the end.
func pullRows(rows iter.Seq2[xlsx.Row, error]) (next func() (*xlsx.Row, error), stop func()) {
	pull, stop := iter.Pull2(rows)
	return func() (*xlsx.Row, error) {
		row, err, ok := pull()
		if !ok || err != nil {
			return nil, err
		}
		return &row, nil
	}, stop
}

// parts compares what is in the file beside cells. Where another program has saved
// it, all of that is its own; else any part that differs was altered.
func (d *Diff) parts() error {
	here, err := zipOf(d.file)
	if err != nil {
		return err
	}
	there, err := zipOf(d.again)
	if err != nil {
		return err
	}
	own, err := application(there)
	if err != nil {
		return err
	}
	by, err := application(here)
	if err != nil {
		return err
	}
	if by != own {
		d.resaved = by
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if err := d.part(name, here[name], there[name]); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(here)) {
		if there[name] == nil {
			d.differ("part", name, "added", "is not of the report")
		}
	}
	if d.Count == 0 {
		d.differ("file", "archive", "packed otherwise", "as it was written")
	}
	return nil
}

// part compares one part.
func (d *Diff) part(name string, here, there *zip.File) error {
	if here == nil {
		d.differ("part", name, "missing", "is of the report")
		return nil
	}
	if here.CRC32 == there.CRC32 && here.UncompressedSize64 == there.UncompressedSize64 {
		return nil
	}
	d.differ("part", name, fmt.Sprintf("%d bytes, checksum %08x", here.UncompressedSize64, here.CRC32),
		fmt.Sprintf("%d bytes, checksum %08x", there.UncompressedSize64, there.CRC32))
	return nil
}

// zipOf lists the parts of a workbook by name.
func zipOf(f interface {
	io.ReaderAt
	io.Seeker
}) (map[string]*zip.File, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return nil, err
	}
	parts := map[string]*zip.File{}
	for _, file := range archive.File {
		parts[path.Clean(file.Name)] = file
	}
	return parts, nil
}

// application is the program that saved a workbook, as it names it.
func application(parts map[string]*zip.File) (string, error) {
	var said struct {
		Application string
		AppVersion  string
	}
	part := parts["docProps/app.xml"]
	if part == nil {
		return "another program", nil
	}
	r, err := part.Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return "", err
	}
	if err := xml.NewDecoder(bytes.NewReader(text)).Decode(&said); err != nil {
		return "another program", nil
	}
	return said.Application + " " + said.AppVersion, nil
}
