-- $1 account_id
SELECT u.commit_no, COALESCE((SELECT n.last_source FROM run n WHERE n.commit_no = u.commit_no), 0),
       u.trades, u.answered, u.succeeded, u.submitted, u.refunded_fen, u.orders, u.paid_fen, u.requests
FROM trade_sum u
WHERE u.account_id = $1
