// Package postgres keeps the books in PostgreSQL, for many hosts and more rows than one
// file is good for.
package postgres
