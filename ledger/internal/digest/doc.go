// Package digest adds up the rows that transactions write into the books, table by table
// and source by source, so that every run can put them into the chain.
package digest
