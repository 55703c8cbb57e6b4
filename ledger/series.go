package ledger

import (
	"database/sql"
	"time"

	"reconcile/ledger/internal/store"
)

// A Series is the files that one pattern of the configuration matches, by the days that
// their names carry.
type Series struct {
	Kind    Kind
	Pattern string
	Days    []time.Time // of files that are there; those of files that were purged are in the books
}

// recordSeries records the days of each series, and those that a daily one lacks: one that
// has ever had files of three consecutive days (§4.1, EVIDENCE_HOLE).
func (d *decision) recordSeries() error {
	for _, s := range d.input.Series {
		for _, day := range s.Days {
			if err := d.exec("series_day_add", d.run.Account, string(s.Kind), s.Pattern, dayNumber(day), d.run.ID); err != nil {
				return err
			}
		}
		known, err := store.List(d.ctx, d.tx, "series_days", scanSeriesDay, d.run.Account, string(s.Kind), s.Pattern)
		if err != nil {
			return err
		}
		for _, day := range holes(known) {
			if err := d.exec("series_hole_add", d.run.Account, string(s.Kind), s.Pattern, dayNumber(day), d.run.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// holes returns the days that a daily series lacks; days are in order.
func holes(days []time.Time) (missing []time.Time) {
	row, daily := 1, false
	for i := 1; i < len(days); i++ {
		next := days[i-1].AddDate(0, 0, 1)
		if row++; !next.Equal(days[i]) {
			row = 1
		}
		daily = daily || row >= 3
		for ; next.Before(days[i]); next = next.AddDate(0, 0, 1) {
			missing = append(missing, next)
		}
	}
	if !daily {
		return nil
	}
	return missing
}

func scanSeriesDay(rows *sql.Rows) (time.Time, error) {
	var day int
	err := rows.Scan(&day)
	return time.Date(day/10000, time.Month(day/100%100), day%100, 0, 0, 0, 0, time.UTC), err
}
