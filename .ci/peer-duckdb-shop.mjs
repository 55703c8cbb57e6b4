// What the peers in DuckDB share: how they open a database, and read the bench's shop.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const modules = createRequire(process.env.PEER_MODULES + '/');
const { DuckDBInstance } = await import(pathToFileURL(modules.resolve('@duckdb/node-api')));
const key = 'bench0123456789abcdefghijklmnopq';
const raw = (name) => `split_part(split_part('&' || line, '&${name}=', 2), '&', 1)`;
const param = (name) => `url_decode(replace(${raw(name)}, '+', ' '))`;

export const open = async (path) => (await DuckDBInstance.create(path)).connect();

// notices is a query of every line of a log with its number: what it says, and whether
// its signature is good.
export const notices = (log) => `
  WITH text AS (
    SELECT line, row_number() OVER () AS line_no
    FROM read_csv('${log}', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false, quote = '', escape = '', auto_detect = false)),
  parsed AS (
    SELECT line_no, ${raw('sign')} AS sign, ${param('result_details')} AS details, ${param('notify_time')} AS notified, ${raw('notify_type')} AS kind,
           ${raw('notify_id')} AS id, ${raw('batch_no')} AS batch, ${raw('success_num')} AS good
    FROM text)
  SELECT *, sign = md5('batch_no=' || batch || '&notify_id=' || id || '&notify_time=' || notified || '&notify_type=' || kind
                       || '&result_details=' || details || '&success_num=' || good || '${key}') AS signed
  FROM parsed`;

// orders is an export as a table function.
export const orders = (file) => `read_csv('${file}', header = true, columns = {'trade_no': 'VARCHAR', 'out_trade_no': 'VARCHAR',
    'paid': 'DECIMAL(18, 2)', 'due': 'DECIMAL(18, 2)', 'paid_at': 'VARCHAR', 'status': 'VARCHAR'})`;
