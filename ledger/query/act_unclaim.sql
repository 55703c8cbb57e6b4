-- What an act attested is said no more.
-- $1 batch_no  $2 account_id  $3 answer_id
DELETE FROM claim
WHERE (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no) IN
      (SELECT a.trade_no, a.account_id, a.batch_no, a.occurrence, a.source_id, a.line_no, a.item_no
       FROM answer_row a
       WHERE a.batch_no = $1 AND a.account_id = $2 AND a.answer_id = $3)
