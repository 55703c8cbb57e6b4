package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"reconcile/alipay"
)

// A delivery that was sent earlier than the accepted one, and is read a night later, takes
// its items to another day and before another notification of the batch. What was
// carried on until then follows.
func TestEarlierDeliveryIsReadLater(t *testing.T) {
	w := newWorld(t)
	w.tell(`
		order T1 5.00
		notify a 20260306001 2026-03-06 00:30:00 1 T1^1.00^SUCCESS
		notify b 20260306001 2026-03-06 01:30:00 0 T1^2.00^SYSTEM_ERROR
		notify c 20260306002 2026-03-06 02:00:00 1 T2^1.00^SUCCESS
		night
		notify b 20260306001 2026-03-05 23:30:00 0 T1^2.00^SYSTEM_ERROR
	`)
	run := w.night()
	if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
		t.Errorf("the books are not what they should be: %+v", found)
	}
	days, err := w.l.Days(context.Background(), run)
	if err != nil {
		t.Fatal(err)
	}
	if len(days) != 1 || days[0].Date != "2026-03-06" || days[0].Results != 2 || days[0].Succeeded != 2 {
		t.Errorf("days %+v, want two results of 2026-03-06 that succeeded", days)
	}
	codes, err := w.l.CodeRows(context.Background(), run)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range codes {
		got = append(got, c.Code+" "+c.First.Format(alipay.TimeLayout)+" "+c.Last.Format(alipay.TimeLayout))
	}
	if want := []string{"SUCCESS 2026-03-06 00:30:00 2026-03-06 02:00:00"}; !slices.Equal(got, want) {
		t.Errorf("codes %q, want %q", got, want)
	}
}

// Of a day that an item has left, the last time is that of what is left.
func TestLastTimeOfADayThatWasLeft(t *testing.T) {
	w := newWorld(t)
	w.tell(`
		notify a 20260306001 2026-03-06 00:30:00 1 T1^1.00^SUCCESS
		notify b 20260306002 2026-03-06 01:30:00 1 T2^2.00^SUCCESS
		night
		notify b 20260306002 2026-03-05 23:30:00 1 T2^2.00^SUCCESS
	`)
	codes, err := w.l.CodeRows(context.Background(), w.night())
	if err != nil {
		t.Fatal(err)
	}
	if len(codes) != 1 || codes[0].First != when(t, "2026-03-05 23:30:00") || codes[0].Last != when(t, "2026-03-06 00:30:00") {
		t.Errorf("codes %+v", codes)
	}
	if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
		t.Errorf("the books are not what they should be: %+v", found)
	}
}

// The first and the last time of a day are what they were, or are found again, whichever of
// its items leave it.
func TestEndsOfADayThatWasLeft(t *testing.T) {
	items := []string{"a 20260306001 2026-03-06 %s 1 T1^1.00^SUCCESS", "b 20260306002 2026-03-06 %s 1 T2^2.00^SUCCESS",
		"c 20260306003 2026-03-06 %s 1 T3^2.00^SUCCESS", "d 20260306004 2026-03-06 %s 1 T4^2.00^SUCCESS"}
	for leaving := range 1 << len(items) {
		w := newWorld(t)
		for i, item := range items {
			w.tell("notify " + fmt.Sprintf(item, fmt.Sprintf("0%d:30:00", i+1)))
		}
		w.night()
		for i, item := range items {
			if leaving>>i&1 == 1 {
				w.tell("notify " + strings.ReplaceAll(fmt.Sprintf(item, "23:30:00"), "2026-03-06", "2026-03-05"))
			}
		}
		w.night()
		if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
			t.Errorf("items %04b have left: %+v", leaving, found)
		}
	}
}
