-- What of the results of a trade people attest.
-- after: extent_part
-- $1 account_id
UPDATE trade_total
SET attested = a.results, attested_failed = a.failed, attested_fen = a.fen
FROM (SELECT r.trade_no, r.account_id, COUNT(*) AS results,
             COUNT(*) FILTER (WHERE r.code <> 'SUCCESS') AS failed,
             CAST(COALESCE(SUM(r.amount_fen) FILTER (WHERE r.code = 'SUCCESS'), 0) AS BIGINT) AS fen
      FROM result_in r
      WHERE r.account_id = $1 AND r.witness = 'act'
      GROUP BY r.trade_no, r.account_id) a
WHERE trade_total.trade_no = a.trade_no AND trade_total.account_id = a.account_id
