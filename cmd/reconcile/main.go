// Command reconcile checks Alipay's batch refunds against a merchant's orders
// and requests, night after night, and proposes the refunds that are missing.
package main

import (
	"os"
	"runtime/debug"
	_ "time/tzdata" // a host without zone files would read every schedule as UTC
)

// heapLimit is where the garbage collector begins to work harder. What is held
// at a time is far below it, whatever the size of the input.
const heapLimit = 128 << 20

func main() {
	debug.SetMemoryLimit(heapLimit)
	ctx, stop := withSignals()
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
