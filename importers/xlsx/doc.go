// Package xlsx reads workbooks of Excel (.xlsx) strictly, as a stream and in
// bounded memory: every row is the one that was written, or the file is refused.
//
//	workbook = zip of parts                        every byte accounted for: no gap, no overlap, no second list
//	part     = XML 1.0, UTF-8, well-formed         no document type; ECMA-376 in its transitional or strict form
//	row      = cells, in order, in their own row   a number is the text that the file has, never a float
//
// What Rows yields must not be used before Check has returned nil. Limits are constants;
// exceeding one is an error, never a short read.
package xlsx
