package main

import (
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/schedule"
	"reconcile/cmd/reconcile/internal/terminal"
)

// shownTimes is how many of the next times of a job --check prints.
const shownTimes = 5

// A jobTimes is when a job runs next.
type jobTimes struct {
	Job      string    `json:"job"`
	Schedule string    `json:"schedule"`
	Timezone string    `json:"timezone"`
	Next     []jobTime `json:"next"`
}

// A jobTime is one moment in Shanghai, in UTC, and with its offset.
type jobTime struct {
	Shanghai string `json:"shanghai"`
	UTC      string `json:"utc"`
	Local    string `json:"local"`
}

// checkSchedule prints the next times of each job.
func checkSchedule(p *program, name string) error {
	_, jobs, err := schedule.LoadScheduled(p.Env, p.config, name)
	if err != nil {
		return err
	}
	t := terminal.Table{Columns: []terminal.Column{{Title: "job"}, {Title: "schedule"}, {Title: "Asia/Shanghai"}, {Title: "UTC"}}}
	var all []jobTimes
	for _, j := range jobs {
		times := jobTimes{Job: j.Name, Schedule: j.Spec, Timezone: alipay.Shanghai().String(), Next: []jobTime{}}
		for _, at := range j.Schedule.Following(p.Now(), shownTimes) {
			local := at.In(alipay.Shanghai())
			times.Next = append(times.Next, jobTime{terminal.Stamp(at), at.UTC().Format(time.DateTime), local.Format(time.RFC3339)})
			t.Add(j.Name, j.Spec, terminal.Stamp(at), at.UTC().Format(time.DateTime))
		}
		all = append(all, times)
	}
	if p.JSON {
		return p.PrintJSON(struct {
			Schema int        `json:"schema"`
			Jobs   []jobTimes `json:"jobs"`
		}{terminal.Schema, all})
	}
	t.Write(p.Stdout, p.Painter())
	return nil
}
