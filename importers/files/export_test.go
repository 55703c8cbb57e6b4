package files

import "io"

// NewLimitReader returns a limitReader for the tests.
func NewLimitReader(r io.Reader, packed int64) io.Reader { return &limitReader{r: r, packed: packed} }
