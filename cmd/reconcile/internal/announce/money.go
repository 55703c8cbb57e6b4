package announce

import (
	"bytes"
	"fmt"

	"reconcile/ledger"
)

// money says where the money stands after the run, each trade once; "" where nobody knows.
func (e *Event) money() string {
	if !e.Reported || e.Run.Standing == nil {
		return ""
	}
	return e.Run.Standing.Text(e.Language)
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
