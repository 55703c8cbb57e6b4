package alipaytest

import (
	"hash/fnv"
	"math/rand/v2"
	"time"

	"reconcile/alipay"
)

// Faults are what goes wrong with one batch. The zero value is nothing.
type Faults struct {
	Refuse     string               // a code that refuses the batch as a whole after the password
	Lines      map[string]LineFault // by trade
	Lose       int                  // so many first deliveries never arrive; Deliveries of them: none does
	Delay      time.Duration        // the first delivery is sent so much later
	Reorder    bool                 // the first delivery is stuck until another batch's has arrived, a day at most
	Duplicate  bool                 // each delivery arrives twice, and the first "success" is overlooked
	Forge      bool                 // somebody else's comes first, with a bad signature
	Rewrite    bool                 // a second one follows under the same notify_id, signed, with another result
	Contradict bool                 // a second one follows under its own notify_id, signed, with another result
	Mistype    bool                 // the Content-Type is malformed, as Alipay's often is
}

// A LineFault is what goes wrong with one line of a batch.
type LineFault struct {
	Code    string // the result instead of SUCCESS
	Ran     bool   // the refund was executed although Code says otherwise
	FeeCode string // the result of the fee instead of SUCCESS
}

// Chances are how many of a thousand batches have a fault; Line, of a thousand
// lines.
type Chances struct {
	Refuse, Lose, Delay, Reorder, Duplicate, Forge, Rewrite, Contradict, Mistype, Line int
	// Codes are what a line or a batch fails with; none stands for every code of
	// the error-code table.
	Codes []string
}

// SetFaults says what will go wrong with a batch, instead of chance.
func (s *Server) SetFaults(batchNo string, f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[batchNo] = f
}

// SetChances changes the chances for batches that are confirmed from now on.
func (s *Server) SetChances(c Chances) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chances = c
}

// random is a source that the seed and some words determine, so that no batch's
// luck depends on another's.
func (s *Server) random(words ...string) *rand.Rand {
	h := fnv.New64a()
	for _, w := range words {
		h.Write([]byte(w + "\n"))
	}
	return rand.New(rand.NewPCG(s.config.Seed, h.Sum64()))
}

// id makes an identifier in the shape of a real notify_id: 34 digits and small
// letters.
func (s *Server) id(words ...string) string {
	const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz"
	r, id := s.random(words...), make([]byte, 34)
	for i := range id {
		id[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(id)
}

// draw rolls every die in a fixed order, so that one chance does not move the
// luck of the others.
func (c Chances) draw(r *rand.Rand, lines []Line) Faults {
	var f Faults
	hit := func(perThousand int) bool { return r.IntN(1000) < perThousand }
	code, lost, delay := c.code(r), 1+r.IntN(2*Deliveries), time.Duration(1+r.IntN(24*60))*time.Minute
	if hit(c.Refuse) {
		f.Refuse = code
	}
	if hit(c.Lose) {
		f.Lose = min(lost, Deliveries) // half of the time, all
	}
	if hit(c.Delay) {
		f.Delay = delay
	}
	f.Reorder, f.Duplicate, f.Forge = hit(c.Reorder), hit(c.Duplicate), hit(c.Forge)
	f.Rewrite, f.Contradict, f.Mistype = hit(c.Rewrite), hit(c.Contradict), hit(c.Mistype)
	f.Lines = map[string]LineFault{}
	for _, l := range lines {
		if code := c.code(r); hit(c.Line) {
			f.Lines[l.TradeNo] = LineFault{Code: code}
		}
	}
	return f
}

func (c Chances) code(r *rand.Rand) string {
	if len(c.Codes) > 0 {
		return c.Codes[r.IntN(len(c.Codes))]
	}
	table := alipay.ErrorCodes()
	return table[r.IntN(len(table))].Code
}

func (s *Server) faultsOf(r *request) Faults {
	no := r.value("batch_no")
	if f, ok := s.faults[no]; ok {
		return f
	}
	return s.chances.draw(s.random("faults", no), r.lines)
}
