-- $1 account_id  $2 trade_no
SELECT k.notify_time, k.batch_no, k.notify_id, CASE WHEN k.digest = n.digest THEN 1 ELSE 0 END, s.path, k.line_no
FROM capture k
JOIN notification n ON n.notify_id = k.notify_id AND n.account_id = k.account_id
JOIN source s ON s.source_id = k.source_id
WHERE k.account_id = $1
  AND k.notify_id IN (SELECT c.notify_id FROM claim c WHERE c.account_id = $1 AND c.trade_no = $2)
  AND (k.source_id <> n.source_id OR k.line_no <> n.line_no)
ORDER BY k.notify_time, k.source_id, k.line_no
