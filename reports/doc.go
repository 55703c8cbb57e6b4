// Package reports writes what a run leaves behind: the workbook for auditors,
// JSON lines and a summary for programs, and the files of each batch, among
// them the page that hands a batch over to Alipay.
//
// It reads the books through Books and never writes them. Memory does not
// follow the size of the books. The same run over the same books gives the same
// bytes in every file. Names of files, keys and columns are public (contract,
// §7).
package reports
