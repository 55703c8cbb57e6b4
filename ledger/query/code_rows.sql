-- $1 account_id
SELECT k.code, CAST(SUM(k.claims) AS BIGINT), CAST(SUM(k.amount_fen) AS BIGINT), MIN(k.day_no), MAX(k.day_no)
FROM (SELECT h.code, h.day_no, CAST(SUM(h.claims) AS BIGINT) AS claims, CAST(SUM(h.amount_fen) AS BIGINT) AS amount_fen
      FROM (SELECT u.code, u.day_no, u.claims, u.amount_fen FROM claim_sum u WHERE u.account_id = $1
            UNION ALL
            SELECT c.code, c.notify_time + 28800000 - (c.notify_time + 28800000) % 86400000, -1, -c.amount_fen
            FROM superseded s
            CROSS JOIN claim c
            WHERE s.account_id = $1
              AND c.trade_no = s.trade_no AND c.account_id = s.account_id AND c.batch_no = s.batch_no
              AND c.occurrence = s.occurrence AND c.notify_id = s.notify_id) h
      GROUP BY h.code, h.day_no) k
WHERE k.claims > 0
GROUP BY k.code
ORDER BY k.code
