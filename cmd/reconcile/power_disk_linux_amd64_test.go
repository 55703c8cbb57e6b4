package main

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A sector is what a disk writes whole or not at all.
const sector = 512

// A diskNode is a file, a folder or a symbolic link: as programs see it, and as it stands
// on the disk, which what is pending may have reached in part.
type diskNode struct {
	link string // of a symbolic link

	text, synced []byte
	writes       []diskCall // pending

	names, syncedNames map[string]*diskNode // nil of a file
	renames            []nameChange         // pending
}

// A nameChange takes a name out of a folder, or gives one.
type nameChange struct {
	from, to string // empty for none
	node     *diskNode
}

// loadDisk reads a folder, all of which stands on the disk.
func loadDisk(path string) (*diskNode, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case info.Mode().Type() == fs.ModeSymlink:
		link, err := os.Readlink(path)
		return &diskNode{link: link}, err
	case !info.IsDir():
		text, err := os.ReadFile(path)
		return &diskNode{text: text, synced: slices.Clone(text)}, err
	}
	n := newFolder()
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		below, err := loadDisk(filepath.Join(path, e.Name()))
		if err != nil {
			return nil, err
		}
		n.names[e.Name()], n.syncedNames[e.Name()] = below, below
	}
	return n, err
}

func newFolder() *diskNode {
	return &diskNode{names: map[string]*diskNode{}, syncedNames: map[string]*diskNode{}}
}

// find returns what has a path below a folder, nil for nothing.
func (n *diskNode) find(path string) *diskNode {
	for _, name := range strings.Split(path, "/") {
		if n == nil || name == "." {
			break
		}
		n = n.names[name]
	}
	return n
}

// rename changes a name in the folder of a path.
func (n *diskNode) rename(path string, add *diskNode) {
	folder := n.find(filepath.Dir(path))
	if folder == nil {
		return
	}
	c := nameChange{from: filepath.Base(path)}
	if add != nil {
		c = nameChange{to: filepath.Base(path), node: add}
	}
	c.apply(folder.names)
	folder.renames = append(folder.renames, c)
}

func (c nameChange) apply(names map[string]*diskNode) {
	if c.from != "" {
		delete(names, c.from)
	}
	if c.to != "" {
		names[c.to] = c.node
	}
}

// do carries out a call of a program below a folder.
func (n *diskNode) do(d diskCall, dir string) {
	path, err := filepath.Rel(dir, d.path)
	if err != nil {
		return
	}
	of := n.find(path)
	switch d.name {
	case "write", "ftruncate":
		if of != nil {
			of.text = d.apply(of.text)
			of.writes = append(of.writes, d)
		}
	case "fsync":
		if of != nil {
			of.sync()
		}
	case "open":
		if of == nil {
			n.rename(path, &diskNode{})
		} else {
			n.do(diskCall{name: "ftruncate", path: d.path}, dir)
		}
	case "mkdir":
		n.rename(path, newFolder())
	case "symlink":
		n.rename(path, &diskNode{link: d.to})
	case "link":
		n.rename(strings.TrimPrefix(d.to, dir+"/"), of)
	case "unlink", "rmdir":
		n.rename(path, nil)
	case "rename":
		n.move(path, strings.TrimPrefix(d.to, dir+"/"))
	}
}

// move renames a file or a folder: in one folder at once.
func (n *diskNode) move(from, to string) {
	of, folder := n.find(from), n.find(filepath.Dir(from))
	if of == nil || filepath.Dir(from) != filepath.Dir(to) {
		n.rename(to, of)
		n.rename(from, nil)
		return
	}
	c := nameChange{from: filepath.Base(from), to: filepath.Base(to), node: of}
	c.apply(folder.names)
	folder.renames = append(folder.renames, c)
}

// apply returns a text after a write, or a file of another length.
func (d diskCall) apply(text []byte) []byte {
	end := d.offset + int64(len(d.data))
	if grown := end - int64(len(text)); grown > 0 {
		text = append(text, make([]byte, grown)...)
	}
	if d.name == "ftruncate" {
		return text[:d.offset]
	}
	copy(text[d.offset:], d.data)
	return text
}

func (n *diskNode) sync() {
	n.synced, n.writes, n.renames = slices.Clone(n.text), nil, nil
	if n.names == nil {
		return
	}
	n.syncedNames = maps.Clone(n.names)
}

// What a power cut leaves of what was not synced.
const (
	cutDropped = iota // nothing
	cutNames          // every name, and nothing of the files
	cutTorn           // any of the writes, whole sectors of them, and of the names the first few
	cutMixed          // any of the writes and any of the names
	cutKinds
)

// after writes into a folder what stands on the disk after a power cut.
func (n *diskNode) after(kind int, chance *rand.Rand, path string) error {
	switch {
	case n.link != "":
		return os.Symlink(n.link, path)
	case n.names == nil:
		return os.WriteFile(path, n.textAfter(kind, chance), 0o600)
	}
	if err := os.Mkdir(path, 0o700); err != nil && !os.IsExist(err) {
		return err
	}
	names := n.namesAfter(kind, chance)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if err := names[name].after(kind, chance, filepath.Join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

func (n *diskNode) textAfter(kind int, chance *rand.Rand) []byte {
	text := slices.Clone(n.synced)
	if kind == cutDropped || kind == cutNames {
		return text
	}
	for _, d := range n.writes {
		if chance.IntN(2) == 0 {
			continue
		}
		if sectors := len(d.data) / sector; sectors > 0 && chance.IntN(3) == 0 {
			first := chance.IntN(sectors)
			d.offset, d.data = d.offset+int64(first*sector), d.data[first*sector:]
			d.data = d.data[:min(len(d.data), sector*(1+chance.IntN(sectors)))]
		}
		text = d.apply(text)
	}
	return text
}

func (n *diskNode) namesAfter(kind int, chance *rand.Rand) map[string]*diskNode {
	if kind == cutNames {
		return n.names
	}
	names := maps.Clone(n.syncedNames)
	if kind == cutDropped {
		return names
	}
	first := chance.IntN(len(n.renames) + 1)
	for i, c := range n.renames {
		if kind == cutTorn && i < first || kind == cutMixed && chance.IntN(2) == 0 {
			c.apply(names)
		}
	}
	return names
}
