-- What was written after the last decision of a program that knew no places, and is without.
-- $1 how many at most
SELECT d.table_name, d.owner_no
FROM digest d
WHERE d.placed IS NULL
  AND d.after_commit > COALESCE((SELECT MAX(r.commit_no) FROM run r WHERE r.proof < 2), 0)
ORDER BY d.table_name, d.owner_no
LIMIT $1
