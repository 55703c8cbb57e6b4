DELETE FROM trade_before
