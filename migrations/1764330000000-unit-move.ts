import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Units that go over to another parent on a day: who stood above whom, and when. */
export class UnitMove1764330000000 implements MigrationInterface {
  name = 'UnitMove1764330000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- unit.parent_id is the parent after the last move; before each move it was from_id.
create table unit_move (
  event_id integer not null references unit_event on delete cascade,
  unit_id integer not null references unit,
  from_id integer not null references unit,
  to_id integer not null references unit check (to_id <> from_id),
  day date not null,
  primary key (unit_id, day)
);
create index unit_move_event on unit_move (event_id);
-- All units with their parents on a day.
create function unit_parent_on(at date) returns table (id integer, parent_id integer) language sql stable as $f$
select u.id, coalesce(m.from_id, u.parent_id) from unit u left join (select distinct on (unit_id) unit_id, from_id from unit_move where day > at order by unit_id, day) m on m.unit_id = u.id
$f$;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function unit_parent_on(date); drop table unit_move');
  }
}
