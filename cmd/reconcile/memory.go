package main

import "runtime/debug"

// boundHeap makes the garbage collector work harder from half of the memory on. The
// other half is the ledger's (see ledger.Options). What is held at a time is far
// below it, whatever the size of the input.
func boundHeap(memory int64) { debug.SetMemoryLimit(memory / 2) }

// giveBack gives to the system what the stage before needed, because the next one needs
// as much elsewhere.
func giveBack() { debug.FreeOSMemory() }
