-- The parts of the last import at a path.
-- $1 path  $2 account_id
SELECT p.sha256, p.byte_count, p.path, p.run_id, p.fresh, p.member, p.source_id, p.settings
FROM export_part p
WHERE p.path = $1 AND p.account_id = $2
  AND p.first_id = (SELECT MAX(m.first_id) FROM export_part m WHERE m.path = $1 AND m.account_id = $2)
ORDER BY p.source_id
