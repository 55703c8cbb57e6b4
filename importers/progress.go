package importers

import "io"

// A counted is a reader that tells how many bytes were read of it.
type counted struct {
	r     io.Reader
	count func(bytes int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.count(int64(n))
	return n, err
}

// counted tells whoever asked what is read of the file by r.
func (in *input) counted(r io.Reader) io.Reader {
	if in.progress == nil {
		return r
	}
	return &counted{r, in.progress}
}
