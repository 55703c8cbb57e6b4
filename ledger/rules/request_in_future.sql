-- code: REQUEST_IN_FUTURE
-- severity: error
-- subject: batch
-- when: a request is dated after today, by its refund_date and by its number
-- zh: 退款请求的日期晚于今天
-- says: dated {actual}, after today; its lines sum to {amount}, and it may be voided at once
-- says-zh: 日期为 {actual}，晚于今天；明细合计 {amount}，可立即作废
-- values: time
-- looks: all
-- since: run
-- ends: void, dismiss
-- section: contract 3.3 and 4.1
-- $1 account_id  $2 tomorrow  $3 tomorrow's number
SELECT '' AS trade_no, q.batch_no, '' AS notify_id, '' AS subject, q.total_fen AS amount_fen,
       NULL AS expected, CAST(q.refund_time AS TEXT) AS actual, q.source_id, q.line_no
FROM request q
WHERE q.account_id = $1 AND q.refund_time >= $2 AND q.batch_no >= $3 AND q.voided_at IS NULL
