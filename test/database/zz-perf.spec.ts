import { openClient } from '../../src/store/database';
import { createTestDatabase } from '../support/database';
test('perf', async () => {
  const db = await createTestDatabase(); const c = await openClient(db.url, 'p');
  await c.query(`insert into unit (id, code, name, level, origin) select g, 'U'||g, 'U'||g, 'commune', 't' from generate_series(1000,1599) g`);
  await c.query(`insert into source (key,title,family) values ('x','x','x')`);
  let t = Date.now();
  for (let b = 0; b < 75; b++) {
    await c.query(`insert into edocument (source_id, side, code, document, sender_unit_id, receiver_unit_id, sent_at, received_at, state, signed, paper_copy, run_id)
      select 1, 3, (${b}*20000+g)::text, 'D'||((${b}*20000+g)/3)::text, 1000+((${b}*20000+g)/3)%600, case when g%5=0 then null else 1000+(g*7)%600 end, timestamptz '2026-01-01' + (${b}*20000+g) * interval '10 seconds', timestamptz '2026-01-01 00:05' + (${b}*20000+g) * interval '10 seconds', 6, true, false, 1 from generate_series(0,19999) g`);
    if (b % 15 === 14) { console.log(b, Date.now() - t); t = Date.now(); }
  }
  t = Date.now();
  await c.query(`select source_id, unit_id, sum(sent) from edocument_day where day between '2026-01-01' and '2026-12-31' group by 1,2`);
  console.log('year', Date.now() - t); t = Date.now();
  await c.query(`update edocument set state = 15 where source_id=1 and side=3 and code in ('5','300000','900001')`);
  console.log('3 changes', Date.now() - t); t = Date.now();
  console.log((await c.query(`select count(*) from edocument_differences()`)).rows, Date.now() - t);
  await c.end(); await db.drop();
}, 600000);
