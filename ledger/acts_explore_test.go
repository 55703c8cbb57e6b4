package ledger_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reconcile/ledger/ledgertest"
	"testing"
)

var (
	modelDepth  = flag.Int("modeldepth", 3, "how many steps TestActsExplored takes from the first batch on, in every order that matters; 8 for all, some hours")
	modelAlone  = flag.Int("modelalone", 4, "how many steps TestModelOfActs takes; 8 for all, some minutes")
	modelStates = flag.Int("modelstates", 1_000, "the states of random worlds that TestActsAtRandom goes through")
	modelSeed   = flag.Uint64("modelseed", 1, "the seed that TestActsAtRandom begins with")
	modelFleet  = flag.Int("modelfleet", 400, "the worlds that share a ledger in both")
)

// TestActsExplored takes two trades and the batches that refund them through every
// sequence of what an alphabet has: results, late and lost ones, forgeries, nights, and
// what people say, with one person or two. Sequences that end in the same world are one.
// After every night the books say of the money what the model says, and every refusal of
// the books is one of the model; the model asserts that no trade ever gets more than it is
// owed.
func TestActsExplored(t *testing.T) {
	if testing.Short() {
		t.Skip("takes books through many nights")
	}
	for _, a := range alphabets() {
		t.Run(fmt.Sprintf("%s, %d people", a.name, a.approvals), func(t *testing.T) {
			begin := a.begin()
			nodes := explore(t, a, begin, *modelDepth)
			ways := waysOf(nodes)
			t.Logf("%d states, %d ways", len(nodes), len(ways))
			for len(ways) > 0 {
				n := min(len(ways), *modelFleet)
				voyage(t, a, ways[:n])
				ways = ways[n:]
			}
		})
	}
}

// TestModelOfActs takes the model alone further than TestActsExplored takes the books with
// it: if what people say is true, no trade ever gets more than it is owed.
func TestModelOfActs(t *testing.T) {
	for _, a := range alphabets() {
		t.Run(fmt.Sprintf("%s, %d people", a.name, a.approvals), func(t *testing.T) {
			t.Logf("%d states", len(explore(t, a, a.begin(), *modelAlone)))
		})
	}
}

// begin is the world of an alphabet before its first night.
func (a alphabet) begin() *modelWorld {
	return &modelWorld{approvals: a.approvals, lineCap: a.lineCap, trades: [2]modelTrade{{500, 300}, {500, 300}}}
}

// A voyager is a world, and the way that it goes.
type voyager struct {
	begin *modelWorld
	way   []modelStep
}

// voyage takes worlds their ways on one ledger, in memory where the system has room there.
func voyage(t *testing.T, a alphabet, all []voyager) {
	t.Helper()
	name := ledgertest.Name(t)
	if memory, err := os.MkdirTemp("/dev/shm", "acts"); err == nil {
		defer os.RemoveAll(memory)
		if !ledgertest.OnServer() {
			name = filepath.Join(memory, "ledger.db")
		}
	}
	w, stop := openWorld(t, name)
	defer stop()
	launch(w, a, all).sail()
}

// A node is a world that was reached, and how.
type node struct {
	from    int // the node before; -1 for the first
	step    modelStep
	world   *modelWorld
	refused []modelStep // that the books must refuse here
	further bool        // a way goes on from here
}

// explore goes from a world after its first night as many steps as depth, and keeps one
// way to each other world.
func explore(t *testing.T, a alphabet, begin *modelWorld, depth int) []node {
	t.Helper()
	first := begin.clone()
	first.night()
	nodes, seen := []node{{from: -1, world: first}}, map[[16]byte]bool{first.key(): true}
	for from, level := 0, 0; level < depth; level++ {
		for end := len(nodes); from < end; from++ {
			for _, step := range a.steps(nodes[from].world) {
				next := nodes[from].world.clone()
				if next.take(step) != nil {
					nodes[from].refused = append(nodes[from].refused, step)
					continue
				}
				if broken := next.broken(); broken != "" {
					t.Fatalf("%s after %v", broken, append(wayTo(nodes, from), step))
				}
				if key := next.key(); !seen[key] {
					seen[key], nodes[from].further = true, true
					if level == depth-1 {
						next = nil // no step is taken from it
					}
					nodes = append(nodes, node{from: from, step: step, world: next})
				}
			}
			nodes[from].world = nil
		}
	}
	return nodes
}

// waysOf are the ways to all nodes from which none goes on. On the first way through a node
// everything that it refuses is tried.
func waysOf(nodes []node) (all []voyager) {
	for i, n := range nodes {
		if !n.further {
			all = append(all, voyager{way: append(wayTo(nodes, i), modelStep{kind: "night", batch: -1, trade: -1})})
		}
	}
	return all
}

// wayTo is the way to a node, with what is refused on it.
func wayTo(nodes []node, i int) []modelStep {
	var way []modelStep
	if i > 0 {
		way = append(wayTo(nodes, nodes[i].from), nodes[i].step)
	}
	way = append(way, nodes[i].refused...)
	nodes[i].refused = nil
	return way
}
