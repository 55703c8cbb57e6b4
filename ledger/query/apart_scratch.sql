-- What a run has left of what it works with; those of earlier programs left it.
SELECT CASE WHEN (SELECT r.proof FROM run r WHERE r.commit_no = (SELECT MAX(n.commit_no) FROM run n)) > 0
            THEN (SELECT COUNT(*) FROM found) + (SELECT COUNT(*) FROM scope_trade) + (SELECT COUNT(*) FROM scope_batch) + (SELECT COUNT(*) FROM trade_before)
            ELSE 0 END
