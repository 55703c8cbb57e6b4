-- The first and the last time of the claims of a day and code, which one of them has
-- left: they are looked for among the deliveries of that day.
-- $1 account_id  $2 day_no  $3 code
UPDATE claim_sum
SET first_time = n.first_time, last_time = n.last_time
FROM (SELECT MIN(k.notify_time) AS first_time, MAX(k.notify_time) AS last_time
      FROM (SELECT c.notify_time
            FROM source s
            CROSS JOIN capture_block k
            CROSS JOIN json_each(k.batches) i
            CROSS JOIN notification t
            CROSS JOIN json_each(t.trades) j
            CROSS JOIN claim c
            WHERE s.account_id = $1 AND s.kind = 'notify' AND s.first_time < CAST($2 AS BIGINT) - 28800000 + 86400000 AND s.last_time >= CAST($2 AS BIGINT) - 28800000
              AND k.source_id = s.source_id
              AND k.first_time < CAST($2 AS BIGINT) - 28800000 + 86400000 AND k.last_time >= CAST($2 AS BIGINT) - 28800000
              AND t.batch_no = i.value AND t.account_id = s.account_id
              AND c.trade_no = j.value AND c.account_id = t.account_id AND c.batch_no = t.batch_no
              AND c.code = $3 AND c.notify_time >= CAST($2 AS BIGINT) - 28800000 AND c.notify_time < CAST($2 AS BIGINT) - 28800000 + 86400000
            UNION ALL
            SELECT a.counted_at
            FROM answer_row a
            JOIN claim c ON c.trade_no = a.trade_no AND c.account_id = a.account_id AND c.batch_no = a.batch_no
                            AND c.occurrence = a.occurrence AND c.source_id = a.source_id AND c.line_no = a.line_no AND c.capture_no = a.item_no
            WHERE a.account_id = $1 AND a.code = $3
              AND a.counted_at >= CAST($2 AS BIGINT) - 28800000 AND a.counted_at < CAST($2 AS BIGINT) - 28800000 + 86400000) k) n
WHERE claim_sum.account_id = $1 AND claim_sum.day_no = $2 AND claim_sum.code = $3
