// Package importers reads files into the ledger: bytes → lines →
// notifications, orders, requests → ledger rows. "§" in its comments names a
// section of the contract unless it says "of the interface".
//
// A file is plain, gzip or zip, by its first bytes, whatever its name:
//
//	file    = plain | gzip | zip                    an archive holds plain files only
//	log     = { line ( LF | CRLF ) }                up to 4 MiB a line
//	export  = { preamble } header { row | footer }  as encoding/csv has it, up to 1 MiB a record
//
// Every line becomes exactly one of accepted, duplicate, rejected and ignored
// (§3.5). A bad line costs itself; what is wrong with a file as a whole refuses
// the whole file, and nothing of it stays. Memory does not follow the size of a
// file. A file that has not changed since it was read is not read again.
package importers
