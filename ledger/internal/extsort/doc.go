// Package extsort sorts rows of bytes in bounded memory. Rows that arrive at a table in
// the order of its key go in several times faster than others, once the table is larger
// than the engine's cache.
package extsort
