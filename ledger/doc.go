// Package ledger keeps the books: evidence as it was read, with its place;
// totals per trade; the rules that find exceptions; the corrections that they
// allow; and the batches that were issued.
//
// Evidence goes in through an Intake, one transaction for some files. Reconcile turns
// it into totals, findings, corrections and batches, in one transaction. What a
// run leaves behind is read back through iterators, so that memory does not
// follow the size of the books.
package ledger
