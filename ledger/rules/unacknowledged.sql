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
       NULL AS expected, CAST(COUNT(*) AS TEXT) AS actual, n.source_id, n.line_no
FROM (SELECT d.batch_no, d.account_id
      FROM delivery_in d
      WHERE d.account_id = $1
      GROUP BY d.batch_no, d.account_id
      HAVING COUNT(*) >= 5) b
CROSS JOIN capture k
JOIN notification n ON n.notify_id = k.notify_id AND n.account_id = k.account_id AND n.digest = k.digest
WHERE k.batch_no = b.batch_no AND k.account_id = b.account_id
GROUP BY n.notify_id, n.batch_no, n.source_id, n.line_no
HAVING COUNT(*) >= 5
