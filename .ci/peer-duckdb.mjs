// The same shop with DuckDB: parses and verifies the log, joins it with the orders,
// and writes the exceptions as CSV, every trade's row with what came of it.
// FOLDER OUT.csv
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const modules = createRequire(process.env.PEER_MODULES + '/');
const { DuckDBInstance } = await import(pathToFileURL(modules.resolve('@duckdb/node-api')));

const [, , folder, out] = process.argv;
const key = 'bench0123456789abcdefghijklmnopq';
const db = await (await DuckDBInstance.create(':memory:')).connect();
const raw = (name) => `split_part(split_part('&' || line, '&${name}=', 2), '&', 1)`;
const param = (name) => `url_decode(replace(${raw(name)}, '+', ' '))`;

await db.run(`CREATE TABLE notice AS
  WITH parsed AS (
    SELECT ${raw('sign')} AS sign, ${param('result_details')} AS details, ${param('notify_time')} AS notified, ${raw('notify_type')} AS kind,
           ${raw('notify_id')} AS id, ${raw('batch_no')} AS batch, ${raw('success_num')} AS good
    FROM read_csv('${folder}/notify/first.log', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false, quote = '', escape = '', auto_detect = false))
  SELECT id, any_value(details) AS details
  FROM parsed
  WHERE sign = md5('batch_no=' || batch || '&notify_id=' || id || '&notify_time=' || notified || '&notify_type=' || kind
                   || '&result_details=' || details || '&success_num=' || good || '${key}')
  GROUP BY id`);
await db.run(`CREATE TABLE result AS
  SELECT split_part(item, '^', 1) AS trade_no, CAST(split_part(item, '^', 2) AS DECIMAL(18, 2)) AS amount,
         split_part(split_part(item, '$', 1), '^', 3) AS code
  FROM (SELECT unnest(string_split(details, '#')) AS item FROM notice)`);
await db.run(`CREATE TABLE orders AS
  SELECT * FROM read_csv('${folder}/orders/first.csv', header = true, columns = {'trade_no': 'VARCHAR', 'out_trade_no': 'VARCHAR',
    'paid': 'DECIMAL(18, 2)', 'due': 'DECIMAL(18, 2)', 'paid_at': 'VARCHAR', 'status': 'VARCHAR'})`);
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
