-- What was written into a table by owners of a range.
-- $1 table_name  $2 first owner_no  $3 last owner_no
SELECT table_name, owner_no, row_count, sum, placed FROM digest WHERE table_name = $1 AND owner_no BETWEEN $2 AND $3
