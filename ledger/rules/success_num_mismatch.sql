-- code: SUCCESS_NUM_MISMATCH
-- severity: error
-- subject: notification
-- holds: yes
-- when: success_num is not the number of refunds that the notification lists
-- zh: success_num 与明细中的成功笔数不一致
-- says: success_num is {expected}, the items say {actual}
-- says-zh: success_num 为 {expected}，明细成功 {actual} 笔
-- values: count
-- looks: all
-- since: notification
-- ends: dismiss
-- section: contract 4.1, interface 5.2
-- $1 account_id
SELECT '' AS trade_no, n.batch_no, n.notify_id, '' AS subject, NULL AS amount_fen,
       CAST(n.success_num AS TEXT) AS expected, CAST(n.successes AS TEXT) AS actual,
       n.source_id, n.line_no
FROM notification n
WHERE n.account_id = $1 AND n.success_num <> n.successes
