-- code: UNACKNOWLEDGED
-- severity: warning
-- subject: notification
-- when: Alipay delivered a notification five times or more
-- zh: 同一通知被重发五次及以上
-- says: delivered {actual} times: the page at notify_url does not answer success
-- says-zh: 已投递 {actual} 次：notify_url 的页面没有返回 success
-- values: count
-- looks: batch
-- since: notification
-- ends: dismiss
-- section: contract 4.1, interface 6.1
-- $1 account_id
SELECT '' AS trade_no, '' AS batch_no, n.notify_id, n.batch_no AS subject, NULL AS amount_fen,
       NULL AS expected, CAST(COUNT(*) + 1 AS TEXT) AS actual, n.source_id, n.line_no
FROM redelivery_in r
CROSS JOIN notification n
WHERE r.account_id = $1
  AND n.batch_no = r.batch_no AND n.account_id = r.account_id AND n.notify_id = r.notify_id AND n.digest = r.digest
GROUP BY n.notify_id, n.batch_no, n.source_id, n.line_no
HAVING COUNT(*) >= 4
