package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxConfig is the size in bytes above which a file is no configuration.
const maxConfig = 1 << 20

// A config is what cron.yaml says.
type config struct {
	file     string // as the user named it
	dir      string // of the file: what relative paths start from
	ledger   string // path of the ledger, ready to open
	named    string // the same as the configuration names it
	memory   int64  // in bytes, of the ledger's caches and the program's own
	accounts map[string]*account
	jobs     []*job
	warnings []problem
}

// loadConfig reads a configuration. With getenv it reads the keys as well;
// without, accounts can neither verify nor sign, which reading the books does
// not ask for.
//
// Errors: a *configError with everything that is wrong.
func loadConfig(file string, getenv func(string) string) (*config, error) {
	text, err := readConfig(file)
	if err != nil {
		return nil, err
	}
	d := &document{file: file}
	c := &config{file: file, dir: filepath.Dir(file)}
	c.read(d.parse(text), getenv)
	c.warnings = d.warnings
	return c, d.err()
}

// readConfig returns the text of a configuration file.
func readConfig(file string) ([]byte, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, withHint(&configError{file, []problem{{cause: "no such file"}}},
			"reconcile init writes one into an empty folder; --config FILE names another")
	}
	if err != nil {
		return nil, &configError{file, []problem{{cause: cause(err)}}}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err == nil && len(text) > maxConfig {
		err = fmt.Errorf("over %d bytes: not a configuration", maxConfig)
	}
	if err != nil {
		return nil, &configError{file, []problem{{cause: cause(err)}}}
	}
	return text, nil
}

// read takes the configuration from the whole of its document.
func (c *config) read(top value, getenv func(string) string) {
	if !top.present() {
		return
	}
	f := top.fields("timezone", "ledger", "memory", "accounts", "jobs")
	if zone := f.get("timezone"); zone.present() && zone.text() != "Asia/Shanghai" {
		zone.fail("only Asia/Shanghai is supported: Alipay's times are in it")
	}
	c.readLedger(f.need("ledger", "the path of the ledger, such as var/ledger.db"))
	c.memory = f.get("memory").memory()
	c.accounts = map[string]*account{}
	for _, e := range f.need("accounts", "the Alipay accounts by name").entries() {
		checkName(e)
		c.accounts[e.key] = c.readAccount(e, getenv)
	}
	jobs := f.need("jobs", "the jobs by name")
	for _, e := range jobs.entries() {
		checkName(e)
		c.jobs = append(c.jobs, c.readJob(e, getenv))
	}
	if jobs.present() && len(jobs.node.Content) == 0 {
		jobs.fail("empty: name at least one job")
	}
}

// readLedger takes the path of the ledger.
func (c *config) readLedger(v value) {
	c.named = v.text()
	if strings.HasPrefix(c.named, "postgres://") || strings.HasPrefix(c.named, "postgresql://") {
		v.fail("PostgreSQL is not supported yet: name a file such as var/ledger.db")
	}
	c.ledger = c.at(c.named)
}

// at returns where a path of the configuration is.
func (c *config) at(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.dir, path)
}

// job returns the job of a name, or all jobs for "".
func (c *config) selected(name string) ([]*job, error) {
	if name == "" {
		return c.jobs, nil
	}
	var names []string
	for _, j := range c.jobs {
		if j.name == name {
			return []*job{j}, nil
		}
		names = append(names, j.name)
	}
	return nil, &usageError{fmt.Errorf("--job %s: no such job in %s%s; it has %s", name, c.file, suggestion(name, names), strings.Join(names, ", "))}
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

// cause is the reason in a file system's error, without the operation and the
// path that the message names already.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}
