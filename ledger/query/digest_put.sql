-- $1 after_commit  $2 table_name  $3 owner_no  $4 row_count  $5 sum  $6 placed
INSERT INTO digest (after_commit, table_name, owner_no, row_count, sum, placed) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (after_commit, table_name, owner_no) DO UPDATE SET row_count = excluded.row_count, sum = excluded.sum, placed = excluded.placed
