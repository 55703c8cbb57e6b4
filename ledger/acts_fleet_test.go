package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A fleet is many model worlds that share one ledger and its nights, so that a night of
// thousands of them costs little more than one.
type fleet struct {
	*world
	ships []*ship
	clock time.Time
	run   ledger.Run
	found map[foundKey]ledger.Finding // that the last night left open
}

// A ship is one model world of a fleet, what the books call its batches and acts, and the
// way that it goes.
type ship struct {
	m       *modelWorld
	trades  [2]string
	batches []string
	acts    []int64
	last    ledger.Delivery // that comes again
	way     []modelStep
	at      int
}

// launch makes a fleet of worlds under the policy of an alphabet, and takes it through the
// first night.
func launch(w *world, a alphabet, all []voyager) *fleet {
	f := &fleet{world: w}
	w.policy.MaxLines, w.policy.Approvals = 2, a.approvals
	if a.lineCap > 0 {
		limit := alipay.Fen(a.lineCap)
		w.policy.LineCap, w.policy.MaxLines = &limit, 1
	}
	for i, v := range all {
		s := &ship{m: v.begin, way: v.way}
		if s.m == nil {
			s.m = a.begin()
		}
		for j := range s.trades {
			s.trades[j] = trades(fmt.Sprintf("T%d", 2*i+j+1))
		}
		f.ships = append(f.ships, s)
	}
	w.intake(ledger.Orders, func(in *ledger.Intake) error {
		for i, s := range f.ships {
			for j, t := range s.m.trades {
				due := alipay.Fen(t.due)
				if err := in.Order(int64(2*i+j+1), ledger.Order{TradeNo: s.trades[j], Paid: alipay.Fen(t.paid), Due: &due}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	f.night()
	w.policy.MaxLines = 1
	return f
}

// sail takes every ship its way: within a day the steps of all are taken side by side, and
// the night comes to all at once.
func (f *fleet) sail() {
	for f.afloat() {
		for f.round() {
		}
		for _, s := range f.ships {
			s.at++ // the night
		}
		f.night()
	}
}

// afloat reports whether any ship has steps left.
func (f *fleet) afloat() bool {
	return slices.ContainsFunc(f.ships, func(s *ship) bool { return s.at < len(s.way) })
}

// round takes the next step of every ship that does not wait for the night: first what
// comes, then what people say.
func (f *fleet) round() bool {
	f.clock = f.clock.Add(time.Minute)
	var told, says []*ship
	for _, s := range f.ships {
		switch step, ok := s.next(); {
		case !ok:
		case step.kind == "told" || step.kind == "forged" || step.kind == "again":
			told = append(told, s)
		default:
			says = append(says, s)
		}
	}
	if len(told) > 0 {
		f.intake(ledger.Notify, func(in *ledger.Intake) error {
			for i, s := range told {
				if err := f.tellOne(in, s, int64(i+1)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, s := range says {
		f.sayOne(s)
	}
	return len(told)+len(says) > 0
}

// next is the step of a ship before the night.
func (s *ship) next() (modelStep, bool) {
	if s.at >= len(s.way) || s.way[s.at].kind == "night" {
		return modelStep{}, false
	}
	return s.way[s.at], true
}

// tellOne reads what came of one ship.
func (f *fleet) tellOne(in *ledger.Intake, s *ship, line int64) error {
	step := s.way[s.at]
	s.at++
	if err := s.m.take(step); err != nil {
		return err
	}
	switch step.kind {
	case "forged":
		e := &alipay.BadSignatureError{NotifyID: "x", BatchNo: s.batches[step.batch], Reason: "the MD5 does not match", Digest: alipay.NewDigest(s.batches[step.batch], f.clock.String())}
		return in.BadSignature(line, f.clock, e)
	case "told":
		s.last = s.delivery(step, f.clock)
	}
	if s.last.Notification.NotifyID == "" {
		return in.Ignore(line)
	}
	s.last.Line = line
	return in.Deliver(s.last)
}

// delivery is a notification of one line of a batch, or of all.
func (s *ship) delivery(step modelStep, at time.Time) ledger.Delivery {
	var items []string
	good := 0
	for _, l := range s.m.linesOf(step.batch, step.trade) {
		line := s.m.lines[l]
		items = append(items, s.trades[line.trade]+"^"+alipay.Fen(line.amount).String()+"^"+step.code)
		if step.code == modelDone {
			good++
		}
	}
	details := strings.Join(items, "#")
	no := s.batches[step.batch]
	c := ledger.Delivery{Notification: alipay.Notification{
		NotifyID: fmt.Sprintf("n%s-%d", no, s.at), BatchNo: no, NotifyTime: at, SuccessNum: good, ResultDetails: details,
		Digest: alipay.NewDigest(no, details, at.String()),
	}}
	c.Results, c.Bad = alipay.ParseResultDetails(details)
	return c
}

// sayOne says what a person of one ship says, and compares what the books answer.
func (f *fleet) sayOne(s *ship) {
	step := s.way[s.at]
	s.at++
	statement := f.statement(s, step)
	before := len(s.m.acts)
	want := s.m.take(step)
	act, err := f.l.Say(context.Background(), f.account, f.policy, statement, f.clock)
	if !errors.Is(err, want) || err != nil && !isRefusal(err) {
		f.astray(s, "the books answer %v, the model %v", err, want)
	}
	if err != nil {
		return
	}
	if len(s.m.acts) > before {
		s.acts = append(s.acts, act.No)
	}
	i := slices.Index(s.acts, act.No)
	if i < 0 {
		f.astray(s, "the books say act %d, the model another one", act.No)
	}
	if waits := act.State == ledger.ActWaiting; waits == s.m.acts[i].said() {
		f.astray(s, "act %d is %q, and %v have said it", i, act.State, s.m.acts[i].people)
	}
}

// statement is what a person says, in the words of the books.
func (f *fleet) statement(s *ship, step modelStep) ledger.Statement {
	st := ledger.Statement{Kind: ledger.ActKind(step.kind), Amount: alipay.Fen(step.amount), Code: step.code, Person: step.person, Evidence: "asked"}
	switch st.Kind {
	case ledger.ActSucceeded:
		st.Code = ""
	case ledger.ActUndo:
		st.Act = s.acts[step.act]
		return st
	case ledger.ActDismiss:
		st.Finding = f.finding(s, step.finding)
		return st
	}
	if step.batch >= 0 {
		st.BatchNo = s.batches[step.batch]
	}
	if step.trade >= 0 {
		st.TradeNo = s.trades[step.trade]
	}
	return st
}

// astray fails with the way that a ship has come.
func (f *fleet) astray(s *ship, format string, args ...any) {
	f.t.Helper()
	var way []string
	for _, step := range s.way[:min(s.at, len(s.way))] {
		way = append(way, step.String())
	}
	f.t.Fatalf("%s\nafter %s\nmodel %+v\nbatches %v", fmt.Sprintf(format, args...), strings.Join(way, ", "), *s.m, s.batches)
}
