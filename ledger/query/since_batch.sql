-- The first time of the results of a batch that a run knew, as of those of a trade.
-- $1 account_id  $2 batch_no  $3 last source of the run
SELECT MIN(q.at)
FROM (SELECT MIN(n.sent_at) AS at FROM notification n
      WHERE n.account_id = CAST($1 AS BIGINT) AND n.batch_no = CAST($2 AS TEXT) AND n.source_id <= CAST($3 AS BIGINT)
      UNION ALL
      SELECT MIN(w.notify_time) FROM redelivery w
      WHERE w.account_id = CAST($1 AS BIGINT) AND w.batch_no = CAST($2 AS TEXT) AND w.source_id <= CAST($3 AS BIGINT)
      UNION ALL
      SELECT MIN(a.counted_at) FROM answer_row a
      WHERE a.account_id = CAST($1 AS BIGINT) AND a.batch_no = CAST($2 AS TEXT) AND a.source_id <= CAST($3 AS BIGINT)) q
