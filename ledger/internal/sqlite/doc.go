// Package sqlite is the engine that keeps the books in one SQLite file. Nothing
// outside of it names the engine's driver, settings or files.
package sqlite
