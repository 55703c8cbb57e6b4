// Package importers reads files into the ledger: bytes → lines → notifications, orders,
// requests, bills → rows of the ledger. "§" in its comments names a section of the
// contract unless it is "of the interface".
//
// A file is plain, gzip or zip, by its first bytes and whatever its name:
//
//	file    = plain | gzip | zip                    an archive contains plain files only
//	log     = { line ( LF | CRLF ) }                up to 4 MiB a line
//	export  = { preamble } header { row | footer }  in the form of encoding/csv, up to 1 MiB a record
//
// Every line is exactly one of accepted, duplicate, rejected and ignored (§3.5). An error
// in a line rejects that line; an error of a file as a whole refuses the file, and
// nothing of it is imported. Memory does not depend on the size of a file. A file that
// has not changed since it was read is not read again.
package importers
