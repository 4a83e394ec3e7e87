/** The shape of a database as text that can be read and compared: tables, columns, keys, indexes, functions, triggers, views. */
import type { Queryable } from './database';

export async function dumpSchema(client: Queryable): Promise<string> {
  const lines = async (title: string, sql: string): Promise<string> => {
    const { rows } = await client.query<{ line: string }>(sql);
    return rows.length === 0 ? '' : `-- ${title}\n${rows.map((row) => row.line).join('\n')}\n`;
  };
  const ours = `n.nspname in ('public', 'mart')`;
  return [
    '-- Written by npm run generate from a migrated database; not a script to run.\n',
    await lines('columns', `select format('%s.%s.%s %s%s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
        coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), case a.attidentity when '' then '' else ' identity' end)) as line
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where ${ours} and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped order by n.nspname, c.relname, a.attnum`),
    await lines('constraints', `select format('%s: %s %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and k.contype <> 'n' order by 1`),
    await lines('indexes', `select pg_get_indexdef(i.indexrelid) as line from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and n.nspname <> 'pg_toast' order by 1`),
    await lines('triggers', `select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and not t.tgisinternal order by 1`),
    await lines('functions', `select pg_get_functiondef(p.oid) as line from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours} order by p.proname, n.nspname, pg_get_function_identity_arguments(p.oid)`),
    await lines('views', `select format('view %s.%s as%s', n.nspname, c.relname, E'\\n' || pg_get_viewdef(c.oid, true)) as line from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'mart' and c.relkind = 'v' order by c.relname`),
  ].join('\n');
}
