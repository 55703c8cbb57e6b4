package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
)

// What makes systemd or cron run the jobs is printed, never installed: a person
// reads it and puts it where it belongs.

//go:embed units.tmpl
var unitsText string

// A unit is what the templates know of one job.
type unit struct {
	Name      string // of the unit files
	Job       string
	Spec      string
	Zone      string
	Calendars []string // OnCalendar, each a moment of its own
	Fields    string   // of a crontab line
	Program   string   // absolute paths
	Config    string
	Dir       string
	Writes    []string // folders that a run writes to
	Missing   []string // those of them that do not exist yet
	User      string   // who prints it; empty for root
	Timeout   int      // in seconds
	WaitsFor  string   // a pattern that only reconcile schedule waits for
}

// printUnits prints what makes systemd or cron run the jobs.
func (p *program) printUnits(s scheduleSettings) error {
	if !slices.Contains([]string{"systemd", "cron"}, s.print) {
		return &usageError{fmt.Errorf("--print %s: want systemd or cron", s.print)}
	}
	c, jobs, err := loadScheduled(p.environment, p.config, s.job)
	if err != nil {
		return err
	}
	t, err := template.New("units").Funcs(template.FuncMap{"quote": unitQuote, "plain": unitPlain, "shell": cronQuote}).Parse(unitsText)
	if err != nil {
		return err
	}
	for i, j := range jobs {
		u, err := newUnit(c, j)
		if err != nil {
			return err
		}
		if i > 0 {
			if _, err := io.WriteString(p.stdout, "\n"); err != nil {
				return err
			}
		}
		if err := t.ExecuteTemplate(p.stdout, s.print, u); err != nil {
			return err
		}
	}
	return nil
}

// newUnit gathers what is printed of a job.
func newUnit(c *config, j *job) (unit, error) {
	program, err := os.Executable()
	if err != nil {
		return unit{}, err
	}
	file, err := filepath.Abs(c.file)
	if err != nil {
		return unit{}, err
	}
	u := unit{
		Name: "reconcile-" + j.name, Job: j.name, Spec: j.spec, Zone: j.schedule.zone.String(),
		Calendars: j.schedule.calendars(), Fields: j.schedule.crontab(),
		Program: program, Config: file, Dir: filepath.Dir(file), Timeout: int(j.timeout.Seconds()),
	}
	if who, err := user.Current(); err == nil && who.Uid != "0" {
		u.User = who.Username
	}
	if j.waitFor != nil {
		u.WaitsFor = j.waitFor.source.pattern
	}
	return u, u.folders(filepath.Dir(c.ledger), c.at(j.output))
}

// folders takes the folders that a run writes to.
func (u *unit) folders(names ...string) error {
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
