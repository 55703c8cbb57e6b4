-- after: trades_all
-- $1 account_id
SELECT t.trade_no, t.out_trade_no, t.paid_fen, t.due_fen, t.refunded_fen, t.pending_fen, t.succeeded, t.answered, t.unanswered, t.submitted,
       t.attested, t.attested_failed, t.attested_fen, t.elsewhere_fen
FROM total_shown t
WHERE t.account_id = $1 AND t.answered + t.submitted > 0
ORDER BY t.trade_no
