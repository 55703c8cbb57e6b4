-- What a name is the name of.
-- $1 account_id  $2 name
SELECT k.kind
FROM (SELECT 'trade' AS kind FROM order_row o WHERE o.account_id = $1 AND o.trade_no = $2
      UNION
      SELECT 'trade' FROM claim c WHERE c.account_id = $1 AND c.trade_no = $2
      UNION
      SELECT 'trade' FROM request_line l WHERE l.account_id = $1 AND l.trade_no = $2
      UNION
      SELECT 'trade' FROM bill_refund b WHERE b.account_id = $1 AND b.trade_no = $2
      UNION
      SELECT 'trade' FROM named_trade n WHERE n.account_id = $1 AND n.trade_no = $2
      UNION
      SELECT 'order' FROM order_row o WHERE o.account_id = $1 AND o.out_trade_no = $2
      UNION
      SELECT 'batch' FROM request q WHERE q.account_id = $1 AND q.batch_no = $2
      UNION
      SELECT 'batch' FROM capture k WHERE k.account_id = $1 AND k.batch_no = $2
      UNION
      SELECT 'batch' FROM answer_row a WHERE a.account_id = $1 AND a.batch_no = $2
      UNION
      SELECT 'batch' FROM bill_refund b WHERE b.account_id = $1 AND b.batch_no = $2
      UNION
      SELECT 'batch' FROM reject x WHERE x.account_id = $1 AND x.batch_no = $2
      UNION
      SELECT 'batch' FROM unread u WHERE u.account_id = $1 AND u.batch_no = $2
      UNION
      SELECT 'notification' FROM notification_batch n
      WHERE n.account_id = $1 AND n.notify_id = $2
        AND n.first_id = (SELECT MAX(d.first_id) FROM notify_block d WHERE d.account_id = $1 AND d.first_id <= $2)
      UNION
      SELECT 'notification' FROM reject x WHERE x.account_id = $1 AND x.notify_id = $2) k
ORDER BY k.kind
