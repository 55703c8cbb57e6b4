// The same shop with DuckDB: parses and verifies the log, joins it with the orders,
// and writes the exceptions as CSV, every trade's row with what came of it.
// FOLDER OUT.csv
import { notices, open, orders } from './peer-duckdb-shop.mjs';

const [, , folder, out] = process.argv;
const db = await open(':memory:');

await db.run(`CREATE TABLE notice AS
  SELECT id, any_value(details) AS details
  FROM (${notices(folder + '/notify/first.log')})
  WHERE signed
  GROUP BY id`);
await db.run(`CREATE TABLE result AS
  SELECT split_part(item, '^', 1) AS trade_no, CAST(split_part(item, '^', 2) AS DECIMAL(18, 2)) AS amount,
         split_part(split_part(item, '$', 1), '^', 3) AS code
  FROM (SELECT unnest(string_split(details, '#')) AS item FROM notice)`);
await db.run(`CREATE TABLE orders AS SELECT * FROM ${orders(folder + '/orders/first.csv')}`);
await db.run(`CREATE TABLE trade AS
  SELECT coalesce(o.trade_no, r.trade_no) AS trade_no, out_trade_no, paid_at, status, paid, due, coalesce(refunded, 0) AS refunded,
         coalesce(refunded, 0) - coalesce(due, 0) AS diff, coalesce(attempts, 0) AS attempts, coalesce(failed, 0) AS failed, last_error,
         CASE WHEN o.trade_no IS NULL THEN 'UNMATCHED' WHEN coalesce(refunded, 0) > paid THEN 'OVER'
              WHEN coalesce(refunded, 0) > due THEN 'EXCEEDS_DUE' WHEN coalesce(refunded, 0) < due THEN 'UNDER' ELSE 'OK' END AS verdict
  FROM orders o
  FULL JOIN (SELECT trade_no, coalesce(sum(amount) FILTER (code = 'SUCCESS'), 0) AS refunded, count(*) AS attempts,
                    count(*) FILTER (code <> 'SUCCESS') AS failed, max(code) FILTER (code <> 'SUCCESS') AS last_error
             FROM result GROUP BY trade_no) r ON r.trade_no = o.trade_no`);
await db.run(`COPY (SELECT * FROM trade WHERE verdict <> 'OK') TO '${out}' (HEADER)`);
const sums = await db.runAndReadAll('SELECT verdict, count(*)::INTEGER AS trades, sum(refunded)::VARCHAR AS refunded FROM trade GROUP BY verdict ORDER BY verdict');
console.log(JSON.stringify(sums.getRowObjects()));
