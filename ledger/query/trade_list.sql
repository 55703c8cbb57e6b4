-- after: trades_all
-- $1 account_id
SELECT t.trade_no,
       COALESCE((SELECT o.out_trade_no FROM order_row o
                 WHERE o.trade_no = t.trade_no AND o.account_id = t.account_id
                   AND o.source_id NOT IN (SELECT x.source_id FROM replaced_source x)
                 ORDER BY o.source_id DESC, o.line_no DESC LIMIT 1), ''),
       t.paid_fen, t.due_fen, t.refunded_fen, t.pending_fen, t.succeeded, t.answered, t.unanswered, t.submitted,
       t.attested, t.attested_failed, t.attested_fen, t.elsewhere_fen
FROM total_shown t
WHERE t.account_id = $1 AND t.answered + t.submitted > 0
ORDER BY t.trade_no
