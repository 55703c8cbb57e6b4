package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// parseSchedule reads a cron line: five fields, or a name such as @daily, in
// Shanghai where it names no zone by CRON_TZ=Zone. It refuses what the library
// would take wrongly: a zone without fields (it panics), an empty zone (UTC),
// a day that never comes (it never fires) and @every (which counts from the
// start of the program, so that each restart moves it).
func parseSchedule(spec string) (cron.Schedule, error) {
	zone, fields, err := cutZone(spec)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(fields, "@every") {
		return nil, errors.New("@every moves with each restart: name the time of day, such as \"30 2 * * *\"")
	}
	schedule, err := cron.ParseStandard("CRON_TZ=" + zone + " " + fields)
	if err != nil {
		return nil, fmt.Errorf("not a cron line: %w%s", err, cronHint(fields))
	}
	if schedule.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return nil, errors.New("never fires: no year has such a day")
	}
	return schedule, nil
}

// cutZone splits a cron line into its zone and its fields.
func cutZone(spec string) (zone, fields string, err error) {
	fields = strings.TrimSpace(spec)
	zone = "Asia/Shanghai"
	name, named := strings.CutPrefix(fields, "CRON_TZ=")
	if !named {
		name, named = strings.CutPrefix(fields, "TZ=")
	}
	if named {
		zone, fields, _ = strings.Cut(name, " ")
		fields = strings.TrimSpace(fields)
	}
	switch {
	case zone == "":
		return "", "", errors.New("names an empty time zone")
	case fields == "":
		return "", "", errors.New("a time zone without fields: want one such as \"CRON_TZ=Asia/Shanghai 30 2 * * *\"")
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return "", "", fmt.Errorf("no such time zone: %s", zone)
	}
	return zone, fields, nil
}

// cronHint explains the two habits of other crons that this one does not have.
func cronHint(fields string) string {
	f := strings.Fields(fields)
	switch {
	case len(f) == 6:
		return "; there is no field for seconds"
	case len(f) == 5 && strings.Contains(f[4], "7"):
		return "; Sunday is 0"
	}
	return ""
}
