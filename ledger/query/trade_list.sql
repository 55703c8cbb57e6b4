-- after: trades_all
-- $1 account_id
SELECT t.trade_no, t.out_trade_no, t.paid_fen, t.due_fen, t.refunded_fen, t.pending_fen, t.succeeded, t.answered, t.unanswered, t.submitted,
       COALESCE(l.code, ''), l.notify_time, t.attested, t.attested_failed, t.attested_fen, t.elsewhere_fen
FROM total_shown t
LEFT JOIN result l ON l.trade_no = t.trade_no AND l.account_id = t.account_id
     AND (l.batch_no, l.occurrence) =
         (SELECT n.batch_no, n.occurrence
          FROM result_sent n
          WHERE n.trade_no = t.trade_no AND n.account_id = t.account_id
          ORDER BY n.sent_at DESC, n.notify_time DESC, n.notify_id DESC, n.batch_no DESC, n.occurrence DESC
          LIMIT 1)
WHERE t.account_id = $1 AND t.answered + t.submitted > 0
ORDER BY t.trade_no
