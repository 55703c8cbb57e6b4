// Command reconcile checks Alipay's batch refunds against a merchant's orders
// and requests, night after night, and proposes the refunds that are missing.
package main

import (
	"os"
	_ "time/tzdata" // a host without zone files would read every schedule as UTC

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
)

func main() {
	runner.LimitMemory(config.DefaultMemory) // until a configuration sets another
	ctx, stop := exit.WithSignals()
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
