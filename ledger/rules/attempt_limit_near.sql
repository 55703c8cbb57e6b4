-- code: ATTEMPT_LIMIT_NEAR
-- severity: warning
-- subject: trade
-- when: a trade comes near the limit of 99 refunds
-- zh: 同一交易退款次数接近 99 次上限
-- says: {actual} attempts of at most {expected}
-- says-zh: 已退款 {actual} 次，上限 {expected} 次
-- values: count
-- looks: trade
-- since: attempt
-- ends: dismiss
-- section: contract 4.1, interface 4.4
-- threshold: attempt_warning
-- $1 account_id  $2 attempt_warning
SELECT t.trade_no, '' AS batch_no, '' AS notify_id, '' AS subject, NULL AS amount_fen,
       '99' AS expected, CAST(t.answered + t.unanswered AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM total_in t
WHERE t.account_id = $1 AND t.answered + t.unanswered >= $2 AND t.answered + t.unanswered <= 99
