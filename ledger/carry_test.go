package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// A carrier is a world of few trades, batches and moments, so that everything meets
// everything, over several nights of two jobs on one account.
type carrier struct {
	*world
	r   *rapid.T
	job int // that the open run is of
}

// TestNightsCarryOn asks after every night whether what it has carried on is what the
// whole of the evidence yields: verify recomputes everything.
func TestNightsCarryOn(t *testing.T) {
	fewerChecks(t, "40")
	rapid.Check(t, func(r *rapid.T) {
		path := ledgertest.Name(r)
		w, stop := openWorld(r, path)
		defer stop()
		c := &carrier{world: w, r: r}
		c.policy.Manual, c.policy.MaxLines = rapid.Bool().Draw(r, "manual"), 1
		for night := range rapid.IntRange(2, 5).Draw(r, "nights") {
			for range rapid.IntRange(0, 6).Draw(r, "events") {
				c.happen()
			}
			c.asOf = c.asOf.Add(time.Duration(rapid.IntRange(-1, 3).Draw(r, "half days")) * 12 * time.Hour)
			c.decide()
			if found := discrepancies(r, copyOf(r, path)); len(found) > 0 {
				r.Fatalf("after night %d: %+v", night+1, found)
			}
		}
	})
}

// decide ends the open run and starts one of either job.
func (c *carrier) decide() {
	c.asOfRun()
	done, err := c.l.Reconcile(context.Background(), c.run, c.policy, ledger.RunInput{Files: c.files}, c.asOf)
	if err != nil {
		c.r.Fatal(err)
	}
	if err := c.l.Published(context.Background(), done.ID, "out"); err != nil {
		c.r.Fatal(err)
	}
	checkStanding(c.r, c.path, done)
	c.release(done)
	c.files, c.job = nil, rapid.IntRange(0, 1).Draw(c.r, "job")
	c.asOfRun()
}

// release releases what a run has proposed, where that is still right.
func (c *carrier) release(run ledger.Run) {
	proposals, err := c.l.Proposals(context.Background(), run)
	if err != nil {
		c.r.Fatal(err)
	}
	for _, p := range proposals {
		for range rapid.IntRange(0, 2).Draw(c.r, "events before it is released") {
			c.happen()
		}
		_, err := c.l.Release(context.Background(), run.Job, p.ID, "Wang", c.policy, ledger.RunInput{}, c.asOf.Add(time.Hour))
		if err != nil && !errors.Is(err, ledger.ErrChanged) {
			c.r.Fatal(err)
		}
	}
}

// asOfRun starts the job's run, or takes it up again, at the world's moment.
func (c *carrier) asOfRun() {
	var err error
	job := []string{"nightly", "weekly"}[c.job]
	if c.run, err = c.l.Start(context.Background(), job, c.account, c.asOf, c.asOf); err != nil {
		c.r.Fatal(err)
	}
}

// happen plays one event.
func (c *carrier) happen() {
	pick := rapid.SampledFrom([]func() string{c.anOrder, c.aRequest, c.aNotice, c.aNotice, c.aNotice, c.aBill, c.aPeriod, c.aSetting, c.aVoid}).Draw(c.r, "event")
	if text := pick(); text != "" {
		c.tell(text)
	}
}

func (c *carrier) one(what string, of ...string) string { return rapid.SampledFrom(of).Draw(c.r, what) }

func (c *carrier) trade() string { return c.one("trade", "T1", "T2", "T3") }

func (c *carrier) batch() string {
	return c.one("batch", "20260305001", "20260305002", "20260306001", "20260307900001")
}

func (c *carrier) amount() string { return c.one("amount", "1.00", "1.00", "2.00", "3.00") }

// moment is a time around the first night.
func (c *carrier) moment() string {
	return when(c.r, "2026-03-05 23:00:00").Add(time.Duration(rapid.IntRange(0, 12).Draw(c.r, "moment")) * 7 * time.Hour).Format(alipay.TimeLayout)
}

func (c *carrier) anOrder() string {
	return fmt.Sprintf("order %s %s%s", c.trade(), c.one("paid", "2.00", "3.00"), c.one("due", "", "", " due 1.00", " due 3.00"))
}

func (c *carrier) aRequest() string {
	var lines []string
	for _, trade := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"T1", "T2", "T3"}), 1, 2, rapid.ID).Draw(c.r, "lines") {
		lines = append(lines, trade+"^"+c.amount()+"^reason")
	}
	batch := c.batch()
	return fmt.Sprintf("request %s %s-%s-%s 12:00:00 %s", batch, batch[:4], batch[4:6], batch[6:8], strings.Join(lines, "#"))
}

// aNotice is often one that was heard before, of another time or with other content.
func (c *carrier) aNotice() string {
	var items []string
	for range rapid.IntRange(1, 2).Draw(c.r, "items") {
		item := c.trade() + "^" + c.amount() + "^" + c.one("code", "SUCCESS", "SUCCESS", "SYSTEM_ERROR", "NEW_CODE")
		items = append(items, item+c.one("fee", "", "", "", "$shop@example.com^2088101008267254^0.10^SUCCESS", "$shop@example.com^2088101008267254^0.10^NO"))
	}
	batch := c.batch()
	return fmt.Sprintf("notify %s%s %s %s %d %s", c.one("notify_id", "a", "b", "c"), c.one("of the batch", "", batch), batch, c.moment(),
		rapid.IntRange(0, 2).Draw(c.r, "success_num"), strings.Join(items, "#"))
}

func (c *carrier) aBill() string {
	return fmt.Sprintf("bill %s %s^%s^%s", c.moment(), c.trade(), c.amount(), c.one("batch", "", c.batch()))
}

func (c *carrier) aPeriod() string {
	from := when(c.r, c.moment())
	until := from.Add(time.Duration(rapid.IntRange(1, 8).Draw(c.r, "days' quarters")) * 12 * time.Hour)
	return "period " + from.Format(alipay.TimeLayout) + " " + until.Format(alipay.TimeLayout)
}

func (c *carrier) aSetting() string {
	switch c.one("setting", "codes", "requests", "attempts", "grace", "release") {
	case "codes":
		return "reclass NEW_CODE " + c.one("class", "reissue", "final")
	case "requests":
		c.policy.HasRequests = !c.policy.HasRequests
	case "attempts":
		c.policy.AttemptWarning = rapid.IntRange(1, 3).Draw(c.r, "attempt_warning")
	case "release":
		c.policy.Manual = !c.policy.Manual
	case "grace":
		c.policy.ResultGrace = time.Duration(rapid.IntRange(0, 3).Draw(c.r, "grace")) * 13 * time.Hour
	}
	return ""
}

// aVoid is refused where there is nothing to void.
func (c *carrier) aVoid() string {
	_ = voidBatch(c.l, c.account, c.batch(), "Li", "asked Alipay", c.asOf.AddDate(0, 0, 5))
	return ""
}
