-- $1 source_id  $2 line_no  $3 account_id  $4 code  $5 batch_no  $6 stated  $7 may_name_more  $8 reason
INSERT INTO unread (source_id, line_no, account_id, code, batch_no, stated, may_name_more, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
