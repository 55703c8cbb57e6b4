package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/terminal"
)

var allZones = flag.Bool("zones-all", false, "TestMidnightInZones tries more time zones, and goes on until half past midnight")

// TestMidnightInZones asks of each minute around midnight in Shanghai that a
// scheduled run issues batches of Shanghai's day, wherever the machine believes
// to be.
func TestMidnightInZones(t *testing.T) {
	skipShort(t)
	if minutes, err := strconv.Atoi(os.Getenv("AROUND_MIDNIGHT")); err == nil {
		aroundMidnight(t, minutes)
		return
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	minutes := "36"
	zones := []string{"TZ=America/New_York", "TZ=No/Such ZONEINFO=/nonexistent"}
	if *allZones {
		minutes = "61"
		zones = append(zones, "TZ=UTC", "TZ=Asia/Shanghai ZONEINFO=/nonexistent")
	}
	for _, zone := range zones {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(program, "-test.run=^TestMidnightInZones$", "-test.v")
			cmd.Env = append(append(os.Environ(), "AROUND_MIDNIGHT="+minutes), strings.Fields(zone)...)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "--- PASS: TestMidnightInZones") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// aroundMidnight keeps a watch from 23:30 on for so many minutes, each with one more
// refund that is due. Of the day that ends it issues at 23:30 alone; then it proposes.
func aroundMidnight(t *testing.T, minutes int) {
	d := openDesk(t, "    schedule: \"* * * * *\"\n")
	k := d.start("2026-03-07 23:29:30")
	first := d.moment("2026-03-07 23:30:00").In(time.Local)
	var want []string
	serial := map[string]int{}
	for minute := range minutes {
		d.owe(minute)
		d.at = first.Add(time.Duration(minute) * time.Minute)
		k.Poll(t.Context())
		batch := fmt.Sprintf("P%d-1", minute+1)
		if minute == 0 || minute >= 30 {
			day := d.at.In(alipay.Shanghai()).Format("20060102")
			serial[day]++
			batch = fmt.Sprintf("%s9%05d", day, serial[day])
		}
		want = append(want, fmt.Sprintf("%s 3 %s", terminal.Stamp(d.at), batch))
	}
	d.wantRuns(want...)
}

// TestDayEndsInRun asks that a run that midnight overtakes issues nothing.
func TestDayEndsInRun(t *testing.T) {
	d := openDesk(t, "    schedule: \"29 23 * * *\"\n")
	k := d.start("2026-03-07 23:28:00")
	d.owe(1)
	d.at = d.moment("2026-03-07 23:29:00")
	d.desk.Now = func() time.Time {
		if strings.Contains(d.said.String(), "reconciling") {
			return d.at.Add(31 * time.Minute)
		}
		return d.at
	}
	k.Poll(t.Context())
	d.wantRuns("2026-03-07 23:29:00 3 P1-1")
}
