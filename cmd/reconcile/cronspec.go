package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"reconcile/alipay"
)

// defaultZone is the zone of a cron line that names none.
const defaultZone = "Asia/Shanghai"

// readSchedule takes the cron line and the zone of a job.
func (j *job) readSchedule(line, timezone value) {
	named := ""
	if timezone.present() {
		named = timezone.text()
		if _, err := loadZone(named); named != "" && err != nil {
			timezone.fail("%v", err)
			return
		}
	}
	if !line.present() {
		return
	}
	var err error
	j.spec = line.text()
	if j.schedule, err = parseSchedule(j.spec, named); j.spec != "" && err != nil {
		line.fail("%v", err)
	}
}

// parseSchedule reads a cron line: five fields, or a name such as @daily. Its
// zone is the one it names by CRON_TZ=Zone, else zone, else Shanghai. It
// refuses what the library would take wrongly: a zone without fields (it
// panics), an empty zone (UTC), the machine's own zone, a day that never comes
// (it never fires) and @every (which counts from the start of the program, so
// that each restart moves it).
func parseSchedule(spec, zone string) (*timetable, error) {
	named, fields, err := cutZone(spec)
	switch {
	case err != nil:
		return nil, err
	case named != "" && zone != "":
		return nil, errors.New("names a time zone beside timezone: leave one of the two out")
	case named == "" && zone == "":
		named = defaultZone
	case named == "":
		named = zone
	}
	where, err := loadZone(named)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(fields, "@every") || strings.HasPrefix(fields, "@reboot") {
		word, _, _ := strings.Cut(fields, " ")
		return nil, fmt.Errorf("%s moves with each restart: name the time of day, such as \"30 2 * * *\"", word)
	}
	schedule, err := cron.ParseStandard("CRON_TZ=UTC " + fields)
	if err != nil {
		return nil, fmt.Errorf("not a cron line: %w%s", err, cronHint(fields))
	}
	t := &timetable{schedule.(*cron.SpecSchedule), where}
	if t.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, errors.New("never fires: no year has such a day")
	}
	return t, nil
}

// cutZone splits a cron line into its zone, "" where it names none, and its
// fields.
func cutZone(spec string) (zone, fields string, err error) {
	fields = strings.TrimSpace(spec)
	name, named := strings.CutPrefix(fields, "CRON_TZ=")
	if !named {
		name, named = strings.CutPrefix(fields, "TZ=")
	}
	if named {
		if i := strings.IndexAny(name, " \t"); i < 0 {
			zone, fields = name, ""
		} else {
			zone, fields = name[:i], strings.TrimSpace(name[i:])
		}
	}
	switch {
	case named && zone == "":
		return "", "", errors.New("names an empty time zone")
	case fields == "":
		return "", "", errors.New("a time zone without fields: want one such as \"CRON_TZ=Asia/Shanghai 30 2 * * *\"")
	}
	return zone, fields, nil
}

// loadZone returns a time zone by its name, never the machine's own. Shanghai
// needs no zone files.
func loadZone(name string) (*time.Location, error) {
	switch name {
	case defaultZone:
		return alipay.Shanghai(), nil
	case "Local", "":
		return nil, errors.New("the machine's own zone is none that a schedule can rely on: name one such as Asia/Shanghai")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("no such time zone: %s", name)
	}
	return zone, nil
}

// cronHint explains the habits of other crons that this one does not have.
func cronHint(fields string) string {
	f := strings.Fields(fields)
	switch {
	case len(f) == 6:
		return "; there is no field for seconds"
	case len(f) == 5 && strings.Contains(f[4], "7"):
		return "; Sunday is 0 or SUN"
	case len(f) == 5 && strings.ContainsAny(f[2]+f[4], "LW#"):
		return "; there is no L, W or #"
	}
	return ""
}
