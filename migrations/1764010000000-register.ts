import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Register items: feedback, assigned tasks, findings, legal documents … – an owner, a due day, a done day, nothing to read. */
export class Register1764010000000 implements MigrationInterface {
  name = 'Register1764010000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table register_item (
  source_id integer not null references source, kind text collate "C" not null, code text collate "C" not null,
  unit_id integer not null references unit, class text,
  opened_on date not null, due_on date, done_on date, cancelled boolean not null default false, verdict boolean,
  amount numeric, amount_done numeric,
  run_id bigint not null, deleted_at timestamptz,
  primary key (source_id, kind, code)
);
create index register_item_open on register_item (unit_id, kind, due_on) where done_on is null and not cancelled and deleted_at is null;

-- Counters of the items for a period: one row for each unit, source, kind and class. last_day = its end, or today; passed = its end, or yesterday: what is due
-- today is not late yet. src/vocabulary/item.ts says what each counter is. Amounts are null where an item does not state its own; "amountOpen" is what is carried out
-- of items that are not done at the end, as of the day on which the register was written.
create function register_counts(period_start date, period_end date, last_day date, passed date) returns table (
  unit_id integer, source_id integer, kind text, class text, opened bigint, done bigint, due bigint, "dueDone" bigint, "doneOnTime" bigint, open bigint, overdue bigint,
  "all" bigint, "allDone" bigint, positive bigint, "allPositive" bigint, amount numeric, "amountDone" numeric, "amountOpen" numeric)
language sql stable as $f$
  select i.unit_id, i.source_id, i.kind, i.class,
    count(*) filter (where i.opened_on >= period_start), count(*) filter (where i.done_on between period_start and last_day),
    count(*) filter (where i.due_on between period_start and period_end and (i.due_on <= passed or i.done_on <= last_day)),
    count(*) filter (where i.due_on between period_start and period_end and i.done_on <= last_day),
    count(*) filter (where i.due_on between period_start and period_end and i.done_on <= least(i.due_on, last_day)),
    count(*) filter (where i.done_on is null or i.done_on > last_day), count(*) filter (where i.due_on <= passed and (i.done_on is null or i.done_on > last_day)),
    count(*), count(*) filter (where i.done_on <= last_day), count(*) filter (where i.opened_on >= period_start and i.verdict), count(*) filter (where i.verdict),
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
