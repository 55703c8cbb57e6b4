-- Those of trade_list whose number stands in shown.
-- after: shown_changed
-- $1 account_id
SELECT t.trade_no, t.out_trade_no, t.paid_fen, t.due_fen, t.refunded_fen, t.pending_fen, t.succeeded, t.answered, t.unanswered, t.submitted,
       COALESCE(l.code, ''), l.notify_time
FROM trade_total t
LEFT JOIN claim l ON l.trade_no = t.trade_no AND l.account_id = t.account_id
     AND NOT EXISTS (SELECT 1 FROM claim n
                     WHERE n.trade_no = l.trade_no AND n.account_id = l.account_id
                       AND (n.notify_time > l.notify_time
                            OR (n.notify_time = l.notify_time
                                AND (n.notify_id > l.notify_id
                                     OR (n.notify_id = l.notify_id
                                         AND (n.batch_no > l.batch_no
                                              OR (n.batch_no = l.batch_no AND n.occurrence > l.occurrence)))))))
WHERE t.account_id = $1 AND t.trade_no IN (SELECT s.trade_no FROM shown s) AND t.answered + t.submitted > 0
ORDER BY t.trade_no
