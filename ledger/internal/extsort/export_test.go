package extsort

// NewWithin returns a sorter that holds so many bytes in memory.
func NewWithin(dir string, limit int) *Sorter {
	s := New(dir, &Pool{})
	s.limit = limit
	return s
}
