package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestActsAtRandom takes worlds of other amounts through random sequences of everything
// that the model knows, and compares them as TestActsExplored does.
func TestActsAtRandom(t *testing.T) {
	if testing.Short() {
		t.Skip("takes books through many nights")
	}
	for seed, states := *modelSeed, 0; states < *modelStates; seed++ {
		r := rand.New(rand.NewPCG(seed, 15))
		a := alphabet{approvals: 1 + r.IntN(2), lineCap: int64(r.IntN(2)) * 250}
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			var all []voyager
			for range *modelFleet / 4 {
				v := stray(r, a)
				all = append(all, v)
				states += len(v.way)
			}
			voyage(t, a, all)
		})
	}
}

// stray is a random world on a random way.
func stray(r *rand.Rand, a alphabet) voyager {
	v := voyager{begin: a.begin()}
	for i := range v.begin.trades {
		due := 1 + r.Int64N(300)
		v.begin.trades[i] = modelTrade{due + r.Int64N(200), due}
	}
	m := v.begin.clone()
	m.night()
	for range 4 + r.IntN(16) {
		step := m.pick(r)
		v.way = append(v.way, step)
		if m.take(step) == nil && step.kind == "night" {
			continue
		}
	}
	return v
}

// pick is a random step: of each kind that may come now as likely as of any other.
func (m *modelWorld) pick(r *rand.Rand) modelStep {
	if r.IntN(4) == 0 {
		return modelStep{kind: "night", batch: -1, trade: -1}
	}
	kinds := map[string][]modelStep{}
	var names []string
	for _, s := range append(m.steps(), modelStep{kind: "again", batch: -1, trade: -1}) {
		if kinds[s.kind] == nil {
			names = append(names, s.kind)
		}
		kinds[s.kind] = append(kinds[s.kind], s)
	}
	of := kinds[names[r.IntN(len(names))]]
	return of[r.IntN(len(of))]
}
