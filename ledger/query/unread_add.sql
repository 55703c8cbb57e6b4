-- $1 source_id  $2 line_no  $3 capture_no  $4 account_id  $5 code  $6 batch_no  $7 stated  $8 may_name_more  $9 reason
INSERT INTO unread (source_id, line_no, capture_no, account_id, code, batch_no, stated, may_name_more, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
