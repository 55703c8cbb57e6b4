package main

import (
	"regexp"
	"runtime/debug"
	"strconv"

	"reconcile/alipay"
)

// The bytes that the program keeps in memory where the configuration does not say,
// and the least that it may say.
const (
	defaultMemory = 256 << 20
	leastMemory   = 64 << 20
)

// boundHeap makes the garbage collector work harder from half of the memory on. The
// other half is the ledger's (see ledger.Options). What is held at a time is far
// below it, whatever the size of the input.
func boundHeap(memory int64) { debug.SetMemoryLimit(memory / 2) }

// giveBack gives to the system what the stage before needed, because the next one needs
// as much elsewhere.
func giveBack() { debug.FreeOSMemory() }

// memory reads a number of bytes such as 256MiB.
func (v value) memory() int64 {
	s, ok := v.scalar("a size such as 256MiB")
	if !ok {
		return defaultMemory
	}
	m := regexp.MustCompile(`^([0-9]{1,5})(MiB|GiB)$`).FindStringSubmatch(s)
	if m == nil {
		v.fail("%s: want a size such as 256MiB or 2GiB", alipay.Quote(s))
		return defaultMemory
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if m[2] == "GiB" {
		n <<= 10
	}
	if n <<= 20; err != nil || n < leastMemory {
		v.fail("%s: want at least 64MiB", alipay.Quote(s))
		return defaultMemory
	}
	return n
}
