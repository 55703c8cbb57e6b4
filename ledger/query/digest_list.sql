-- What was written after a decision and before the next.
-- $1 after_commit
SELECT table_name, owner_no, row_count, sum, placed FROM digest WHERE after_commit = $1 ORDER BY table_name, owner_no
