-- Trades of a batch or proposal of which a bill shows a refund that no notification
-- reports yet.
-- $1 run_id  $2 seq
SELECT c.trade_no, CAST(SUM(b.amount_fen) AS BIGINT)
FROM correction c
JOIN run r ON r.run_id = c.run_id
JOIN bill_refund b ON b.trade_no = c.trade_no AND b.account_id = r.account_id
WHERE c.run_id = $1 AND c.seq = $2
  AND NOT EXISTS (SELECT 1 FROM claim m
                  WHERE m.trade_no = b.trade_no AND m.account_id = b.account_id AND m.batch_no = b.batch_no)
GROUP BY c.trade_no
ORDER BY c.trade_no
