-- What was written after a decision into a table by an owner.
-- $1 after_commit  $2 table_name  $3 owner_no
SELECT row_count, sum, placed FROM digest WHERE after_commit = $1 AND table_name = $2 AND owner_no = $3
