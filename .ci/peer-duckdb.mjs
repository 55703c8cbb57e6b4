// The same shop with DuckDB: parses and verifies the log, joins it with the orders,
// and writes the exceptions as CSV. FOLDER OUT.csv
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const modules = createRequire(process.env.PEER_MODULES + '/');
const { DuckDBInstance } = await import(pathToFileURL(modules.resolve('@duckdb/node-api')));

const [, , folder, out] = process.argv;
const key = 'bench0123456789abcdefghijklmnopq';
const db = await (await DuckDBInstance.create(':memory:')).connect();
const param = (name) => `url_decode(replace(regexp_extract(line, '(?:^|&)${name}=([^&]*)', 1), '+', ' '))`;
const names = ['batch_no', 'notify_id', 'notify_time', 'notify_type', 'result_details', 'success_num'];

await db.run(`CREATE TABLE notice AS
  WITH parsed AS (
    SELECT ${param('sign')} AS sign, ${names.map((n) => `${param(n)} AS ${n}`).join(', ')}
    FROM read_csv('${folder}/notify/first.log', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false, quote = '', escape = '', auto_detect = false))
  SELECT notify_id, any_value(result_details) AS details
  FROM parsed
  WHERE sign = md5(${names.map((n, i) => `'${i ? '&' : ''}${n}=' || ${n}`).join(' || ')} || '${key}')
  GROUP BY notify_id`);
await db.run(`CREATE TABLE result AS
  SELECT split_part(item, '^', 1) AS trade_no, CAST(split_part(item, '^', 2) AS DECIMAL(18, 2)) AS amount,
         split_part(split_part(item, '$', 1), '^', 3) AS code
  FROM (SELECT unnest(string_split(details, '#')) AS item FROM notice)`);
await db.run(`COPY (
  SELECT coalesce(o.trade_no, r.trade_no) AS trade_no, paid_amount, refund_due, refunded, attempts, failed,
         CASE WHEN o.trade_no IS NULL THEN 'UNMATCHED' WHEN refunded > paid_amount THEN 'OVER' WHEN refunded > refund_due THEN 'EXCEEDS_DUE' ELSE 'UNDER' END AS verdict
  FROM read_csv('${folder}/orders/first.csv', header = true, columns = {'trade_no': 'VARCHAR', 'out_trade_no': 'VARCHAR',
    'paid_amount': 'DECIMAL(18, 2)', 'refund_due': 'DECIMAL(18, 2)', 'paid_at': 'VARCHAR', 'status': 'VARCHAR'}) o
  FULL JOIN (SELECT trade_no, coalesce(sum(amount) FILTER (code = 'SUCCESS'), 0) AS refunded, count(*) AS attempts,
                    count(*) FILTER (code <> 'SUCCESS') AS failed
             FROM result GROUP BY trade_no) r ON r.trade_no = o.trade_no
  WHERE o.trade_no IS NULL OR coalesce(refunded, 0) <> refund_due) TO '${out}' (HEADER)`);
