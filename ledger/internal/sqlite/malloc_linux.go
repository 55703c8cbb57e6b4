package sqlite

/*
#include <malloc.h>

// glibc by itself gives each thread that allocates a heap of its own. The threads of a Go
// program change, and so pages of the cache that one has freed stay with it while another
// one asks the system for more: a third of a large night's memory. It looks at the limit
// once, when the second thread starts, so it is set before Go's runtime starts.
__attribute__((constructor)) static void oneHeap(void) {
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1);
#endif
}
*/
import "C"
