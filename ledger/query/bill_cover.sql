-- A period begins anew where no earlier one reaches up to it.
-- $1 account_id
INSERT INTO bill_cover (account_id, from_time, until_time)
SELECT c.account_id, MIN(c.from_time), MAX(c.until_time)
FROM (SELECT r.account_id, r.from_time, r.until_time,
             CAST(SUM(CASE WHEN r.from_time <= r.reached THEN 0 ELSE 1 END)
                    OVER (ORDER BY r.from_time, r.until_time, r.source_id ROWS UNBOUNDED PRECEDING) AS BIGINT) AS beginnings
      FROM (SELECT p.account_id, p.from_time, p.until_time, p.source_id,
                   MAX(p.until_time) OVER (ORDER BY p.from_time, p.until_time, p.source_id
                                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
            FROM bill_period p
            WHERE p.account_id = $1) r) c
GROUP BY c.account_id, c.beginnings
