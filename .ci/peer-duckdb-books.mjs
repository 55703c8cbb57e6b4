// The same shop with DuckDB and the program's duties: books on disk, evidence with its
// line, deliveries told from the content that counts, a second night that adds to them,
// and the exceptions of all of it as CSV.
// BOOKS FOLDER NAME OUT.csv [nokeys], where NAME is of the log and of the export
// nokeys: nothing but the queries keeps a row from standing twice.
import { notices, open, orders } from './peer-duckdb-shop.mjs';

const [, , books, folder, name, out, option] = process.argv;
const table = (text) => (option === 'nokeys' ? text.replace(/ PRIMARY KEY,/, ',').replace(/, PRIMARY KEY \([^)]*\)/, '') : text);
const db = await open(books);
for (const text of [
  `capture (source INTEGER, line BIGINT, notify_id VARCHAR, batch_no VARCHAR, notify_time VARCHAR, success_num INTEGER, digest VARCHAR, signed BOOLEAN)`,
  `notification (notify_id VARCHAR PRIMARY KEY, batch_no VARCHAR, notify_time VARCHAR, success_num INTEGER, digest VARCHAR, source INTEGER, line BIGINT)`,
  `claim (trade_no VARCHAR, batch_no VARCHAR, occurrence INTEGER, notify_id VARCHAR, amount BIGINT, code VARCHAR, rest VARCHAR, source INTEGER, line BIGINT, PRIMARY KEY (trade_no, batch_no, occurrence, notify_id))`,
  `order_row (trade_no VARCHAR, source INTEGER, line BIGINT, out_trade_no VARCHAR, paid BIGINT, due BIGINT, paid_at VARCHAR, status VARCHAR, PRIMARY KEY (trade_no, source, line))`,
]) {
  await db.run('CREATE TABLE IF NOT EXISTS ' + table(text));
}

await db.run('BEGIN');
const last = await db.runAndReadAll('SELECT coalesce(max(source), 0)::INTEGER AS source FROM order_row');
const source = last.getRowObjects()[0].source + 1;
await db.run(`CREATE TEMP TABLE delivery AS SELECT *, md5(batch || good || details) AS digest FROM (${notices(`${folder}/notify/${name}.log`)})`);
await db.run(`INSERT INTO capture SELECT ${source}, line_no, id, batch, notified, good, digest, signed FROM delivery`);
await db.run(`CREATE TEMP TABLE fresh AS
  SELECT id, arg_min(details, line_no) AS details, arg_min(batch, line_no) AS batch, min(notified) AS notified, arg_min(good, line_no) AS good,
         arg_min(digest, line_no) AS digest, min(line_no) AS line_no
  FROM delivery d
  WHERE signed AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.notify_id = d.id)
  GROUP BY id`);
await db.run(`INSERT INTO notification SELECT id, batch, notified, good, digest, ${source}, line_no FROM fresh ORDER BY id`);
await db.run(`INSERT INTO claim
  SELECT split_part(item, '^', 1), batch, row_number() OVER (PARTITION BY id, split_part(item, '^', 1)), id,
         CAST(CAST(split_part(item, '^', 2) AS DECIMAL(18, 2)) * 100 AS BIGINT), split_part(split_part(item, '$', 1), '^', 3), split_part(item, '$', 2),
         ${source}, line_no
  FROM (SELECT unnest(string_split(details, '#')) AS item, batch, id, line_no FROM fresh)`);
await db.run(`INSERT INTO order_row
  SELECT trade_no, ${source}, row_number() OVER (), out_trade_no, paid * 100, due * 100, paid_at, status FROM ${orders(`${folder}/orders/${name}.csv`)}`);
await db.run('COMMIT');

await db.run(`COPY (
  SELECT * FROM (
    SELECT coalesce(o.trade_no, r.trade_no) AS trade_no, paid, due, coalesce(refunded, 0) AS refunded, attempts, failed, last_error,
           CASE WHEN o.trade_no IS NULL THEN 'UNMATCHED' WHEN least_paid <> most_paid THEN 'CONFLICT' WHEN coalesce(refunded, 0) > paid THEN 'OVER'
                WHEN coalesce(refunded, 0) > due THEN 'EXCEEDS_DUE' WHEN coalesce(refunded, 0) < due THEN 'UNDER' WHEN attempts > 99 THEN 'LIMIT'
                ELSE 'OK' END AS verdict
    FROM (SELECT trade_no, arg_max(paid, source) AS paid, arg_max(due, source) AS due, min(paid) AS least_paid, max(paid) AS most_paid
          FROM order_row GROUP BY trade_no) o
    FULL JOIN (SELECT trade_no, coalesce(sum(amount) FILTER (code = 'SUCCESS'), 0) AS refunded, count(*) AS attempts,
                      count(*) FILTER (code <> 'SUCCESS') AS failed, max(code) FILTER (code <> 'SUCCESS') AS last_error
               FROM claim GROUP BY trade_no) r ON r.trade_no = o.trade_no)
  WHERE verdict <> 'OK') TO '${out}' (HEADER)`);
await db.run('CHECKPOINT');
const counts = await db.runAndReadAll(`SELECT (SELECT count(*) FROM notification)::INTEGER AS notifications, (SELECT count(*) FROM claim)::INTEGER AS results,
  (SELECT count(*) FROM order_row)::INTEGER AS orders`);
console.log(JSON.stringify(counts.getRowObjects()));
