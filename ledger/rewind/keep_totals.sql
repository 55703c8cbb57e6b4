-- The totals that the books have, kept while they are computed anew.
DROP TABLE IF EXISTS kept_total;
CREATE TABLE kept_total AS SELECT * FROM trade_total;
CREATE UNIQUE INDEX kept_total_key ON kept_total (trade_no, account_id);
DROP TABLE IF EXISTS kept_sum;
CREATE TABLE kept_sum AS SELECT * FROM trade_sum
