-- code: ATTEMPT_LIMIT
-- severity: error
-- subject: trade
-- when: a trade was refunded or submitted more than 99 times
-- zh: 同一交易退款次数超过 99 次
-- says: {actual} attempts, at most {expected}
-- says-zh: 已退款 {actual} 次，上限 {expected} 次
-- values: count
-- looks: trade
-- since: attempt
-- ends: dismiss
-- section: contract 4.1, interface 4.4
-- $1 account_id
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject, NULL AS amount_fen,
       '99' AS expected, CAST(t.answered + t.unanswered AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND t.answered + t.unanswered > 99
