-- code: NOTIFY_CONFLICT
-- severity: critical
-- subject: notification
-- holds: yes
-- when: one notify_id came with two contents
-- zh: 同一 notify_id 出现不同内容
-- says: later deliveries of this notify_id with other content: {actual}; the first stands
-- says-zh: 该 notify_id 另有 {actual} 条内容不同的通知；以首条为准
-- values: count
-- looks: all
-- since: notification
-- ends: dismiss
-- section: contract 4.1, interface 6.1
-- $1 account_id
SELECT '' AS trade_no, i.value AS batch_no, x.notify_id, '' AS subject, NULL AS amount_fen,
       NULL AS expected, CAST(COUNT(*) AS TEXT) AS actual,
       NULL AS source_id, NULL AS line_no
FROM reject x
CROSS JOIN notify_block b
CROSS JOIN json_each(b.batches) i
WHERE x.account_id = $1 AND x.kind = 'conflict'
  AND b.account_id = x.account_id
  AND b.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = x.account_id AND d.first_id <= x.notify_id)
  AND i.key = x.notify_id
GROUP BY x.notify_id, i.value
