package announce

import (
	"bytes"
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// money says where the money stands after the run, each trade once; "" where nobody knows.
func (e *Event) money() string {
	if !e.Reported || e.Run.Standing == nil {
		return ""
	}
	return e.Run.Standing.Text(e.Language)
}

// A change is a heap of money with what it has changed by since the run before.
type change struct {
	ledger.NamedHeap
	by alipay.Money
}

// changes are the heaps, each with its change; none where the run before has none.
func (e *Event) changes() (all []change) {
	if !e.Reported || e.Run.Standing == nil || e.Before == nil {
		return nil
	}
	before := e.Before.Heaps()
	for i, h := range e.Run.Standing.Heaps() {
		all = append(all, change{h, h.Amount.Sub(before[i].Amount)})
	}
	return all
}

// maxChanges is how many changes of the money a subject names.
const maxChanges = 2

// worstChanges are the heaps that changed, what does most harm first; "" where none did.
func (e *Event) worstChanges() string {
	var parts []string
	for _, c := range e.changes() {
		if c.by.Sign() != 0 && len(parts) < maxChanges {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", e.say(c.EN, c.ZH), c.Amount.Grouped(), signed(c.by)))
		}
	}
	return strings.Join(parts, e.say(", ", "，"))
}

// since says what has changed since the run before, all heaps of it; "" where there is none.
func (e *Event) since() string {
	all := e.changes()
	if len(all) == 0 {
		return ""
	}
	var parts []string
	for _, c := range all {
		if c.by.Sign() != 0 {
			parts = append(parts, e.say(c.EN, c.ZH)+" "+signed(c.by))
		}
	}
	if len(parts) == 0 {
		parts = []string{e.say("nothing of it changed", "无变化")}
	}
	return fmt.Sprintf(e.say("Since run %d: ", "较第 %d 次运行："), e.BeforeRun) + strings.Join(parts, " · ")
}

// signed is a change: +225.90, -225.90 or 0.00.
func signed(m alipay.Money) string {
	if m.Sign() > 0 {
		return "+" + m.Grouped()
	}
	return m.Grouped()
}

// moneyMetrics adds the gauges of where the money stands. The heaps add up, because each
// trade is in one; what is owed is told apart in gauges of its own.
func (e *Event) moneyMetrics(b *bytes.Buffer) {
	if e.Run.Standing == nil {
		return
	}
	heaps := e.Run.Standing.Heaps()
	e.heapMetrics(b, "reconcile_money", "Where the money stands, each trade in one heap", heaps)
	for _, h := range heaps {
		if len(h.Parts) > 0 {
			e.heapMetrics(b, "reconcile_"+h.Key, h.EN+", by what becomes of it", h.Parts)
		}
	}
}

func (e *Event) heapMetrics(b *bytes.Buffer, name, help string, heaps []ledger.NamedHeap) {
	var trades, yuan []labelled
	for _, h := range heaps {
		trades = append(trades, labelled{h.Key, fmt.Sprint(h.Trades)})
		yuan = append(yuan, labelled{h.Key, h.Amount.String()})
	}
	e.family(b, metric{name + "_trades", help + ": trades."}, "heap", trades)
	e.family(b, metric{name + "_yuan", help + ": yuan."}, "heap", yuan)
}
