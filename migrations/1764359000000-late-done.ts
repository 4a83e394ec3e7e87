import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was due in a period and is done by its end, late or not: a planned inspection that was held a month late was held. */
export class LateDone1764359000000 implements MigrationInterface {
  name = 'LateDone1764359000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
drop function register_counts(date, date, date, date);
-- As before, with "dueDone".
create function register_counts(period_start date, period_end date, last_day date, passed date) returns table (
  unit_id integer, source_id integer, kind text, class text, opened bigint, done bigint, due bigint, "dueDone" bigint, "doneOnTime" bigint, open bigint, overdue bigint,
  "all" bigint, "allDone" bigint, positive bigint, amount numeric, "amountDone" numeric, "amountOpen" numeric)
language sql stable as $f$
  select i.unit_id, i.source_id, i.kind, i.class,
    count(*) filter (where i.opened_on >= period_start), count(*) filter (where i.done_on between period_start and last_day),
    count(*) filter (where i.due_on between period_start and period_end and (i.due_on <= passed or i.done_on <= last_day)),
    count(*) filter (where i.due_on between period_start and period_end and i.done_on <= last_day),
    count(*) filter (where i.due_on between period_start and period_end and i.done_on <= least(i.due_on, last_day)),
    count(*) filter (where i.done_on is null or i.done_on > last_day), count(*) filter (where i.due_on <= passed and (i.done_on is null or i.done_on > last_day)),
    count(*), count(*) filter (where i.done_on <= last_day), count(*) filter (where i.opened_on >= period_start and i.verdict),
    case when bool_and(i.amount is not null) then sum(i.amount) end,
    case when not bool_or(i.done_on <= last_day and i.amount_done is null) then coalesce(sum(i.amount_done) filter (where i.done_on <= last_day), 0) end,
    coalesce(sum(i.amount_done) filter (where i.done_on is null or i.done_on > last_day), 0)
  from register_item i
  where i.opened_on <= last_day and not i.cancelled and i.deleted_at is null
  group by 1, 2, 3, 4
$f$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Registers are not taken down: restore a backup instead.');
  }
}
