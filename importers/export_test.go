package importers

import "io"

// NewGuard makes a guard for the tests.
func NewGuard(r io.Reader, packed int64) io.Reader { return &guard{r: r, packed: packed} }
