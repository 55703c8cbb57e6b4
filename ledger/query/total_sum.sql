-- What the trades that a run looks at add up to. A trade counts where it has a result
-- or a request line.
-- after: extent_part
-- $1 account_id
SELECT CAST(COALESCE(SUM(CASE WHEN t.answered + t.submitted > 0 THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.answered), 0) AS BIGINT), CAST(COALESCE(SUM(t.succeeded), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.submitted), 0) AS BIGINT), CAST(COALESCE(SUM(t.refunded_fen), 0) AS BIGINT),
       COUNT(t.paid_fen), CAST(COALESCE(SUM(t.paid_fen), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.attested), 0) AS BIGINT), CAST(COALESCE(SUM(t.attested_failed), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.attested_fen), 0) AS BIGINT), CAST(COALESCE(SUM(t.elsewhere_fen), 0) AS BIGINT)
FROM total_in t
WHERE t.account_id = $1
