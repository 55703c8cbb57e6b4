// Package store runs the statements of the books by name, whichever engine keeps them.
package store
