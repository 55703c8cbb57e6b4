package main

import (
	"path/filepath"
	"strings"
	"time"

	"reconcile/importers"
	"reconcile/ledger"
)

// A job is what one night does.
type job struct {
	name     string
	account  *account
	spec     string        // its cron line; empty where it has none
	schedule *timetable    // nil where it has none
	timeout  time.Duration // of one scheduled run
	catchUp  int           // how many missed nights are made up for at most
	waitFor  *waitFor      // nil where a scheduled run waits for nothing
	sources  []source      // in the order they are imported
	output   string        // as the configuration names it
	language string        // "en" or "zh"
	scope    ledger.Scope
	columns  map[string]string
	notifyOn occasion // which runs the targets are told of
	targets  []Target // where runs are announced
}

// A source is one pattern of input files.
type source struct {
	kind    ledger.Kind
	pattern string // as the configuration names it
	at      value
}

// hasRequests tells whether captured requests are among the job's sources.
func (j *job) hasRequests() bool {
	for _, s := range j.sources {
		if s.kind == ledger.Requests {
			return true
		}
	}
	return false
}

// readJob takes one job.
func (c *config) readJob(e entry, getenv func(string) string) *job {
	f := e.fields("schedule", "timeout", "catch_up", "wait_for", "account", "notify", "orders", "requests", "bills", "output", "language", "report", "columns",
		"notify_on", "mail", "webhooks", "ping", "textfile")
	j := &job{name: e.key, account: c.readAccountOf(f)}
	j.readSchedule(f.get("schedule"))
	j.timeout = f.get("timeout").duration(2 * time.Hour)
	j.catchUp = f.get("catch_up").number(7, 0, 366)
	j.sources = append(j.sources, readSources(f.need("orders", "a list of patterns such as [orders/*.csv]"), ledger.Orders)...)
	j.sources = append(j.sources, readSources(f.get("requests"), ledger.Requests)...)
	j.sources = append(j.sources, readSources(f.need("notify", "a list of patterns such as [notify/*.log]"), ledger.Notify)...)
	j.sources = append(j.sources, readSources(f.get("bills"), ledger.Bills)...)
	j.waitFor = j.readWaitFor(f.get("wait_for"))
	j.output = f.need("output", "the folder of the reports, such as out").text()
	j.language = f.get("language").choice("en", "en", "zh")
	j.scope = ledger.Scope(f.get("report").fields("scope").get("scope").choice(string(ledger.ScopeChanged), scopes()...))
	j.columns = readColumns(f.get("columns"))
	c.readTargets(f, j, getenv)
	return j
}

// scopes are what the sheets of a workbook may hold.
func scopes() []string {
	return []string{string(ledger.ScopeChanged), string(ledger.ScopeAll), string(ledger.ScopeOpen)}
}

// readAccountOf takes the account that a job is for, an empty one where it is
// not defined.
func (c *config) readAccountOf(f fields) *account {
	v := f.need("account", "the name of one of the accounts")
	name := v.text()
	if a, ok := c.accounts[name]; ok {
		return a
	}
	if name != "" {
		var names []string
		for n := range c.accounts {
			names = append(names, n)
		}
		v.fail("no account is called so%s", suggestion(name, names))
	}
	return &account{}
}

// readSources takes the patterns of one kind of input.
func readSources(v value, kind ledger.Kind) []source {
	var sources []source
	for _, item := range v.list("patterns") {
		s := item.text()
		if _, err := filepath.Match(s, ""); err != nil {
			item.fail("not a pattern: a '[' or '\\' is not closed")
		}
		if strings.Contains(s, "**") {
			item.fail("** is not supported: name each level of folders with a *")
		}
		sources = append(sources, source{kind, s, item})
	}
	return sources
}

// readColumns takes the headers of an export by field.
func readColumns(v value) map[string]string {
	f := v.fields(importers.Fields()...)
	columns := map[string]string{}
	for field, header := range f.values {
		columns[field] = header.text()
	}
	return columns
}
