-- The requests that are not void.
SELECT q.account_id
FROM request q
WHERE q.voided_at IS NULL
