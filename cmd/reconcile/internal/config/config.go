// Package config reads cron.yaml: one table of keys reads and checks it, documents
// it, and makes the file that a new shop begins with.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/ledger"
	"reconcile/words"
)

// maxConfig is the size in bytes above which a file is no configuration.
const maxConfig = 1 << 20

// A Config is what cron.yaml says.
type Config struct {
	File        string   // as the user named it
	dir         string   // of the file: what relative paths start from
	Ledger      string   // path of the ledger, ready to open
	Name        string   // the same as the configuration names it
	Journal     string   // path of the journal, ready to open
	JournalName string   // the same as the configuration names it
	Memory      int64    // in bytes, of the ledger's caches and the program's own
	People      []string // who may act on the books, as written; none: anybody
	Accounts    map[string]*Account
	Jobs        []*Job
	warnings    []problem
}

// Load reads a configuration. A job that names no language has another. With getenv it reads the keys as well;
// without, accounts can neither verify nor sign, which reading the books does
// not ask for.
//
// Errors: a *configError with everything that is wrong.
func Load(file string, getenv func(string) string, otherwise words.Language) (*Config, error) {
	text, err := readSmall(file, maxConfig, words.New("a configuration"))
	if err != nil {
		wrong := &Error{File: file, problems: []problem{{cause: words.New("%s", disk.Cause(err))}}}
		if errors.Is(err, fs.ErrNotExist) {
			wrong.problems[0].cause = words.New("no such file")
			return nil, hint.With(wrong, "reconcile init writes one into an empty folder; --config FILE names another")
		}
		return nil, wrong
	}
	d := &document{file: file, text: text}
	c := &Config{File: file, dir: filepath.Dir(file), Accounts: map[string]*Account{}}
	d.parse(text).read(reader{c, getenv, otherwise}.configKeys())
	c.warnings = append(d.warnings, whoMayWrite(file)...)
	c.placeJournal()
	return c, d.err()
}

// whoMayWrite warns of a configuration that anybody may change: it says which keys are
// taken and what is refunded.
func whoMayWrite(file string) []problem {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	var all []problem
	if othersMayWrite(info) {
		all = append(all, problem{cause: words.New("others may write it (mode %04o), and it says which keys are taken and what is refunded; fix: chmod go-w %s", info.Mode().Perm(), file)})
	}
	if owner, other := otherOwner(info); other {
		all = append(all, problem{cause: words.New("it belongs to user %d, who may change which keys are taken and what is refunded; fix: chown it to the user that runs this, or to root", owner)})
	}
	return all
}

// journalName is the name of the journal where the configuration does not say.
const journalName = "issued.journal"

// placeJournal completes the path of the journal.
func (c *Config) placeJournal() {
	if c.JournalName == "" && len(c.Jobs) > 0 {
		c.JournalName = filepath.ToSlash(filepath.Join(c.Jobs[0].Output, journalName))
	}
	c.Journal = c.At(c.JournalName)
}

// readSmall returns the content of a file that is not over a size in bytes, which
// no such thing has.
func readSmall(path string, most int64, thing words.Text) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe that nobody writes to is empty, and is not waited for
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = words.Errorf("over %d bytes: not %s", most, thing)
	}
	return text, err
}

// The bytes that the program keeps in memory where the configuration does not
// say, and the least that it may say.
const (
	DefaultMemory = 256 << 20
	leastMemory   = 64 << 20
)

// A reader reads a configuration. Without getenv it reads no secrets.
type reader struct {
	*Config
	getenv   func(string) string
	language words.Language // of the jobs that name none
}

// configKeys are the keys of cron.yaml.
func (r reader) configKeys() []key {
	memory := size(&r.Memory, "^[0-9]{1,5}(MiB|GiB)$", words.New("a size such as 256MiB"), words.New("a size such as 256MiB or 2GiB"),
		words.New("at least 64MiB"), leastMemory, math.MaxInt64)
	memory.says = words.New("a size of at least 64MiB, such as 256MiB or 2GiB")
	account := key{form: group(r.accountKeys(&Account{}, &keyPlaces{})), example: "main", doc: "One Alipay partner."}
	job := key{form: group(r.jobKeys(&Job{})), example: "nightly", doc: "One job."}
	return []key{
		{name: "timezone", form: textTo(onlyShanghai).among("Asia/Shanghai"), otherwise: "Asia/Shanghai", active: true, doc: "The zone of every time in the configuration and the reports. Alipay's times are in it."},
		{name: "ledger", form: text(&r.Name, r.readLedger), need: "the path of the ledger, such as var/ledger.db", example: "var/ledger.db", doc: "The books, what earlier nights have seen and issued: back them up. A file, or a PostgreSQL database: postgres://user@host/database."},
		{name: "journal", form: text(&r.JournalName), example: "out/" + journalName, doc: "What was issued, apart from the ledger: a ledger that was restored or lost learns from it what is on its way. Better on another disk. Otherwise issued.journal in the output of the first job."},
		{name: "memory", form: memory, otherwise: fmt.Sprintf("%dMiB", DefaultMemory>>20), doc: "What the caches of the ledger and the rest of the program share. More makes big nights faster."},
		{name: "people", form: people(&r.People), example: "[Li Na, Wang Wei]", doc: "Who may act on the books: approve, release, void, resolve, dismiss and the like take --by NAME of these alone, exactly as written. Anybody may where it is left out."},
		{name: "accounts", form: byName(account, r.readAccount), need: "the Alipay accounts by name", doc: "The Alipay accounts, by a name of your own."},
		{name: "jobs", form: byName(job, r.readJob).then(notEmpty(words.New("job"))), need: "the jobs by name", doc: "What is done every night, by a name of your own; it is the name of a folder under output."},
	}
}

// onlyShanghai checks the zone of the times.
func onlyShanghai(v value, zone string) {
	if zone != "Asia/Shanghai" {
		v.fail("only Asia/Shanghai is supported: Alipay's times are in it")
	}
}

// notEmpty returns a check that a mapping or a list has an item.
func notEmpty(item words.Text) func(v value) {
	return func(v value) {
		if v.present() && len(v.node.Content) == 0 {
			v.fail("empty: name at least one %s", item)
		}
	}
}

// readLedger takes the path of the ledger, or the address of its database.
func (r reader) readLedger(v value, named string) {
	if !ledger.IsAddress(named) {
		r.Ledger = r.At(named)
		return
	}
	if err := ledger.CheckAddress(named); err != nil {
		v.fail("%v", err)
	}
	r.Ledger = named
}

// At returns where a path of the configuration is.
func (c *Config) At(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.dir, path)
}

// Shown is a path as messages name it: relative to the configuration where it is below it.
func (c *Config) Shown(path string) string {
	if shown, err := filepath.Rel(c.dir, path); err == nil && filepath.IsLocal(shown) {
		return filepath.ToSlash(shown)
	}
	return filepath.ToSlash(path)
}

// Selected returns the job of a name, or all jobs for "".
func (c *Config) Selected(name string) ([]*Job, error) {
	if name == "" {
		return c.Jobs, nil
	}
	var names []string
	for _, j := range c.Jobs {
		if j.Name == name {
			return []*Job{j}, nil
		}
		names = append(names, j.Name)
	}
	return nil, &hint.UsageError{Err: words.Errorf("--job %s: no such job in %s%s; it has %s", name, c.File, hint.Suggest(name, names), strings.Join(names, ", "))}
}

// checkName asks that the name of an account or a job can be a folder's name.
func checkName(e entry) {
	bad := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r)
	}
	switch {
	case e.key == "" || len(e.key) > 64 || !utf8.ValidString(e.key):
		e.at.fail("a name has 1 to 64 bytes")
	case strings.ContainsFunc(e.key, bad) || strings.ContainsAny(e.key[:1], ".-"):
		e.at.fail("a name has letters, digits, '.', '_' and '-', and begins with a letter or digit, because a folder is called so")
	}
}

// Warn tells what the user should know about a configuration.
func (c *Config) Warn(log *slog.Logger) {
	for _, w := range c.warnings {
		log.Warn(w.Print(c.File, terminal.LanguageOf(log)))
	}
}

// Scheduled returns the job of a name, or all jobs for "". Each must have a
// schedule.
func (c *Config) Scheduled(name string) ([]*Job, error) {
	jobs, err := c.Selected(name)
	if err != nil {
		return nil, err
	}
	for _, j := range jobs {
		if j.Schedule == nil {
			return nil, hint.With(&hint.UsageError{Err: words.Errorf("job %s has no schedule", j.Name)}, "add one to %s, such as schedule: \"30 2 * * *\"", c.File)
		}
	}
	return jobs, nil
}

// DefaultConfig is the configuration that is read where --config names none.
const DefaultConfig = "cron.yaml"
