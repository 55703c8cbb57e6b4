-- The trades that the answers of a source speak of, by batch.
-- $1 source_id
INSERT INTO batch_trade (batch_no, account_id, trade_no)
SELECT DISTINCT a.batch_no, a.account_id, a.trade_no
FROM answer_row a
WHERE a.source_id = $1
ORDER BY a.batch_no, a.account_id, a.trade_no
ON CONFLICT (batch_no, account_id, trade_no) DO NOTHING
