package ledger

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"reconcile/ledger/internal/filelock"
	"reconcile/words"
)

// A Journal is the file that says which batches were issued, apart from the books
// (contract 4.3). A batch is written and synced there before the books commit it. So
// books that were restored, copied or lost learn from it what is on its way.
//
// Its first line says what it is. Each line after it is one batch, or an act by which less
// is owed: the length of what follows the checksum, the SHA-256 of that in hex, and the
// batch or act as JSON. What stands
// behind the last line end is what is left of a writing that was cut off: its batch was
// never committed and never shown to anybody, so it is left out, and the next writing
// takes its place.
type Journal struct {
	Path     string // where it is
	Name     string // as the configuration names it
	ReadOnly bool   // of a dry run: nothing is written

	entries []Entry
	known   map[entryKey]bool
	acts    []JournalAct
	end     int64 // of the last whole line
}

// Errors of the journal.
var (
	ErrJournal      = words.Errorf("nothing is issued without the journal")
	ErrJournalGrown = words.Errorf("another program has issued batches meanwhile")
)

const (
	journalHead  = "reconcile issued journal 1\n"
	longestEntry = 1 << 24 // bytes; a batch has at most 1000 lines
)

// Read reads the journal anew. One that does not exist is empty.
//
// Errors: ErrJournal with what is wrong: a file of another kind, a line in the middle
// that does not read, or one of the file system.
func (j *Journal) Read() error {
	f, err := j.open(os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		j.entries, j.known, j.acts, j.end = nil, map[entryKey]bool{}, nil, 0
		return nil
	}
	if err != nil {
		return j.wrong(err)
	}
	defer f.Close()
	return j.readFrom(f)
}

// open opens the file, and waits for nobody where it is a pipe, which is refused.
func (j *Journal) open(flags int) (*os.File, error) {
	f, err := os.OpenFile(j.Path, flags|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = words.Errorf("not a regular file")
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (j *Journal) wrong(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return words.Errorf("journal %s: %w: %w", j.Name, err, ErrJournal)
}

func (j *Journal) readFrom(f io.Reader) error {
	j.entries, j.known, j.acts, j.end = nil, map[entryKey]bool{}, nil, 0
	r := bufio.NewReaderSize(f, 1<<17) // a full batch is some 60 KB
	for line := int64(1); ; line++ {
		text, whole, err := readEntryLine(r)
		switch {
		case err != nil:
			return j.wrong(words.Errorf("line %d: %w", line, err))
		case line == 1 && (whole && string(text) != journalHead || !strings.HasPrefix(journalHead, string(text))):
			return j.wrong(words.Errorf("it is no journal of this program"))
		case !whole:
			return nil
		case line > 1:
			if err := j.readLine(text, line); err != nil {
				return j.wrong(words.Errorf("line %d: %w", line, err))
			}
		}
		j.end += int64(len(text))
	}
}

// readLine takes a line of the journal behind its head: a batch or an act.
func (j *Journal) readLine(text []byte, line int64) error {
	if act, err := j.readAct(text, line); act || err != nil {
		return err
	}
	e, err := parseHead(text)
	if err != nil {
		return err
	}
	e.Place = Place{j.Name, line}
	if e.Lines == nil {
		e.in, e.at, e.size = j, j.end, len(text)
	}
	j.entries, j.known[e.key()] = append(j.entries, e), true
	return nil
}

// readEntryLine reads one line with its end; whole is false for what has none. The text
// is good until the next one is read.
func readEntryLine(r *bufio.Reader) (text []byte, whole bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if text == nil && err == nil {
			return part, true, nil // nothing is copied
		}
		text = append(text, part...)
		switch {
		case err == nil:
			return text, true, nil
		case errors.Is(err, io.EOF):
			return text, false, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, false, err
		case len(text) > longestEntry:
			return nil, false, words.Errorf("too long for a batch")
		}
	}
}

// Entries are the batches that Read has found, oldest first. Their lines are left where
// they are until Whole reads them: the books know most batches, and need no line of them.
func (j *Journal) Entries() []Entry { return j.entries }

// Holds reports whether the journal has a batch with these lines.
func (j *Journal) Holds(e Entry) bool { return j.known[e.key()] }

// Append writes batches behind the others and syncs the file and its folder. It
// returns ErrJournalGrown, and writes nothing, where another program has written a batch
// of the partner since Read: it may hold the same trades. Read is to be called again.
//
// Errors: ErrJournalGrown, or ErrJournal with the cause.
func (j *Journal) Append(partner string, list []Entry) error {
	if j.ReadOnly || len(list) == 0 {
		return nil
	}
	before := j.known
	return j.locked(func(f *os.File) error { return j.appendTo(f, before, partner, list) })
}

// locked opens the file, which is made where there is none, keeps others out, reads it
// anew and calls do with it.
func (j *Journal) locked(do func(*os.File) error) error {
	if err := os.MkdirAll(filepath.Dir(j.Path), 0o750); err != nil {
		return j.wrong(err)
	}
	f, err := j.open(os.O_RDWR | os.O_CREATE)
	if err != nil {
		return j.wrong(err)
	}
	if err = filelock.Wait(f); err != nil {
		err = j.wrong(err)
	} else if err = j.readFrom(f); err == nil {
		err = do(f)
	}
	if closed := f.Close(); err == nil && closed != nil {
		err = j.wrong(closed)
	}
	return err
}

func (j *Journal) appendTo(f *os.File, before map[entryKey]bool, partner string, list []Entry) error {
	for _, e := range j.entries {
		if e.Partner == partner && !before[e.key()] {
			return words.Errorf("journal %s: batch %s: %w", j.Name, e.BatchNo, ErrJournalGrown)
		}
	}
	var bodies [][]byte
	for _, e := range list {
		e, err := e.Whole()
		if err != nil {
			return j.wrong(err)
		}
		body, err := json.Marshal(e)
		if err != nil {
			return j.wrong(err)
		}
		bodies = append(bodies, body)
	}
	if err := j.put(f, bodies...); err != nil {
		return err
	}
	line := j.lines() + 1
	for i, e := range list {
		e.Place = Place{j.Name, line + int64(i) + 1}
		j.entries, j.known[e.key()] = append(j.entries, e), true
	}
	return nil
}

// put writes lines behind what the journal holds, behind the head where the file has none.
// What a writing that failed has left is taken away.
func (j *Journal) put(f *os.File, bodies ...[]byte) error {
	var b bytes.Buffer
	if j.end == 0 {
		b.WriteString(journalHead)
	}
	for _, body := range bodies {
		sum := sha256.Sum256(body)
		fmt.Fprintf(&b, "%d %s %s\n", len(body), hex.EncodeToString(sum[:]), body)
	}
	if err := j.write(f, b.Bytes()); err != nil {
		return j.wrong(errors.Join(err, f.Truncate(j.end)))
	}
	j.end += int64(b.Len())
	return nil
}

// write puts text in place of what a writing that was cut off has left, and makes it
// outlast a power cut, its name too.
func (j *Journal) write(f *os.File, text []byte) error {
	if err := f.Truncate(j.end); err != nil {
		return err
	}
	if _, err := f.WriteAt(text, j.end); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(j.Path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Probe asks that the journal can be written, before anything is read that may end in
// a batch. A journal that does not exist is begun.
//
// Errors: ErrJournal with the cause.
func (j *Journal) Probe() error {
	if j.ReadOnly {
		return nil
	}
	return j.locked(func(f *os.File) error {
		if j.end > 0 {
			return nil
		}
		if err := j.write(f, []byte(journalHead)); err != nil {
			return j.wrong(err)
		}
		j.end = int64(len(journalHead))
		return nil
	})
}

// highest is the greatest serial that the journal's batches of any account have drawn
// for a day and prefix; numbers that are left out are those of pending.
func (j *Journal) highest(low, high string, pending []Entry) (serial string) {
	if j == nil {
		return ""
	}
	left := map[entryKey]bool{}
	for _, e := range pending {
		left[e.key()] = true
	}
	for _, e := range j.entries {
		if len(e.BatchNo) == len(low) && low <= e.BatchNo && e.BatchNo <= high && e.BatchNo > serial && !left[e.key()] {
			serial = e.BatchNo
		}
	}
	return serial
}
