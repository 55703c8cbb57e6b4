package workbook

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"reconcile/words"
)

// A part is a part of a report that is written beside others.
type part struct {
	name  string
	write func(context.Context) error
}

// atOnce is how many parts are written at once: few enough that one of the ledger's
// four connections is always left for a part that asks while it reads, on any number
// of cores. Where there are fewer, one part computes while another waits for its first
// row or for the disk.
const atOnce = 3

// sideBySide writes parts, the first ones first, and waits until every one that it
// began has ended. The first error ends the others; of several, that of the first part
// which was not just ended is returned. What a part panics with, this panics with, so
// that the caller can remove what is temporary.
func sideBySide(ctx context.Context, parts []part) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	var panicked any
	var once sync.Once
	errs := make([]error, len(parts))
	for i, p := range parts {
		group.Go(func() (err error) {
			defer func() {
				if r := recover(); r != nil {
					err = words.Errorf("%s: %v", p.name, r)
					once.Do(func() { panicked = err.Error() })
				}
				errs[i] = err
			}()
			if err := ctx.Err(); err != nil && i >= atOnce { // the others have begun together
				return err
			}
			return p.write(ctx)
		})
	}
	err := group.Wait()
	if panicked != nil {
		panic(panicked)
	}
	for _, e := range errs {
		if e != nil && !errors.Is(e, context.Canceled) {
			return e
		}
	}
	return err
}

// inTurn is one function after the other, up to the first error.
func inTurn(steps ...func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		for _, step := range steps {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}
