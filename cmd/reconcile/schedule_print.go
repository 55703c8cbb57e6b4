package main

import (
	_ "embed"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/schedule"
	"reconcile/ledger"
	"reconcile/words"
)

// What makes systemd or cron run the jobs is printed, never installed: a person
// reads it and puts it where it belongs.

//go:embed schedule_print.tmpl
var unitsText string

// units is what the templates know: the jobs, and what a service that runs them
// needs.
type units struct {
	Name    string // of the unit file
	Job     string // the only one that is run; empty for all
	Jobs    []crontabLine
	Program string // absolute paths
	Config  string
	Dir     string
	Writes  []string // folders that the runs write to
	Missing []string // those of them that do not exist yet
	User    string   // who prints it; empty for root
}

// A crontabLine is what a crontab says of one job.
type crontabLine struct {
	Name     string
	Spec     string
	Fields   string
	WaitsFor string // a pattern that only reconcile schedule waits for
}

// printUnits prints what makes systemd or cron run the jobs.
func printUnits(p *program, s scheduleSettings) error {
	if !slices.Contains([]string{"systemd", "cron"}, s.print) {
		return &hint.UsageError{Err: words.Errorf("--print %s: want systemd or cron", s.print)}
	}
	c, jobs, err := schedule.LoadScheduled(p.Env, p.config, s.job)
	if err != nil {
		return err
	}
	t, err := template.New("units").Funcs(template.FuncMap{"quote": unitQuote, "plain": unitPlain, "shell": cronQuote}).Parse(unitsText)
	if err != nil {
		return err
	}
	u, err := newUnits(c, s.job, jobs)
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(p.Raw, s.print, u)
}

// newUnits gathers what is printed of jobs: of the one that was named, or all.
func newUnits(c *config.Config, named string, jobs []*config.Job) (*units, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	file, err := filepath.Abs(c.File)
	if err != nil {
		return nil, err
	}
	u := &units{Name: "reconcile", Job: named, Program: program, Config: file, Dir: filepath.Dir(file)}
	if named != "" {
		u.Name += "-" + named
	}
	if who, err := user.Current(); err == nil && who.Uid != "0" {
		u.User = who.Username
	}
	for _, j := range jobs {
		line := crontabLine{Name: j.Name, Spec: j.Spec, Fields: j.Schedule.Crontab()}
		if j.WaitFor != nil {
			line.WaitsFor = j.WaitFor.Source.Pattern
		}
		u.Jobs = append(u.Jobs, line)
		var folders []string
		if !ledger.IsAddress(c.Ledger) {
			folders = append(folders, filepath.Dir(c.Ledger))
		}
		if err := u.addFolders(append(folders, c.At(j.Output))...); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// addFolders adds folders that a run writes to.
func (u *units) addFolders(names ...string) error {
	for _, name := range names {
		path, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		if slices.Contains(u.Writes, path) {
			continue
		}
		u.Writes = append(u.Writes, path)
		if _, err := os.Stat(path); err != nil {
			u.Missing = append(u.Missing, path)
		}
	}
	return nil
}

// unitPlain is a value of a unit file that takes the rest of its line.
func unitPlain(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// unitQuote is one word of a unit file.
func unitQuote(s string) string {
	if !strings.ContainsAny(s, " \t\"'\\%$;") {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`).Replace(s) + `"`
}

// cronQuote is one word of a crontab's command: cron takes '%' for a line end
// before the shell sees it.
func cronQuote(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool {
		return !(r == '/' || r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z')
	}) {
		s = "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return strings.ReplaceAll(s, "%", `\%`)
}
