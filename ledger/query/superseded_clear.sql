-- $1 source_id
DELETE FROM superseded
WHERE (trade_no, account_id, batch_no) IN
      (SELECT j.value, t.account_id, t.batch_no
       FROM repeated_batch r
       CROSS JOIN notification t
       CROSS JOIN json_each(t.trades) j
       WHERE r.source_id = $1 AND t.batch_no = r.batch_no AND t.account_id = r.account_id
       UNION
       SELECT a.trade_no, a.account_id, a.batch_no
       FROM repeated_batch r
       CROSS JOIN answer_row a
       WHERE r.source_id = $1 AND a.batch_no = r.batch_no AND a.account_id = r.account_id)
