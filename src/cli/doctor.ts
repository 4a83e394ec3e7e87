import { statfsSync } from 'node:fs';
import type { Command } from 'commander';
import { CchcError } from '../platform/errors';
import { projectRoot } from '../platform/root';
import { loadSettings } from '../settings';
import { sourceStates } from '../store/editions/read-values';
import { dayNumber } from '../vocabulary';
import { openApp, type App } from './app';
import { openBook } from './due';
import { print } from './output';

interface Finding { ok: boolean; what: string; remedy?: string }

export function addDoctorVerb(program: Command): void {
  program.command('doctor').description('cấu hình, cơ sở dữ liệu, nguồn, đồng hồ, đĩa: cái gì sai và phải làm gì').action(async () => {
    const findings: Finding[] = [];
    const note = (ok: boolean, what: string, remedy?: string) => findings.push({ ok, what, remedy });
    let app: App | null = null;
    try {
      const settings = loadSettings();
      note(true, `Cấu hình ${settings.file}: hợp lệ, ${settings.definitions.length} nguồn.`);
      if (settings.definitions.length === 0) note(false, 'Chưa khai báo nguồn nào.', 'Thêm vào sources trong tệp cấu hình hoặc đặt YAML vào config/sources/ (docs/sources.md).');
      calendar(note);
      app = await openApp({ settings });
      await database(app, note);
      for (const s of await sourceStates(app.pool)) note(s.state === 'fresh' || s.state === 'imported', `Nguồn ${s.source}: ${{ fresh: 'mới', stale: 'CŨ', failing: 'đang lỗi', never: 'chưa nạp lần nào', imported: 'nhập tệp' }[s.state]}${s.error_text ? ` – ${s.error_text}` : ''}${s.quarantined > 0 ? `; ${s.quarantined} bản ghi cách ly` : ''}.`, `Chạy cchc sources check ${s.source}.`);
    } catch (error) {
      note(false, error instanceof Error ? error.message : String(error), error instanceof CchcError ? error.remedy : undefined);
    } finally {
      await app?.close();
    }
    const disk = statfsSync(projectRoot());
    const free = (disk.bavail * disk.bsize) / 1e9;
    note(free > 5, `Đĩa còn trống ${free.toLocaleString('vi-VN', { maximumFractionDigits: 1 })} GB.`, 'Giải phóng đĩa hoặc giảm retention.rawPagesDays.');
    for (const f of findings) print(`${f.ok ? '✓' : '✗'} ${f.what}${!f.ok && f.remedy ? `\n  → ${f.remedy}` : ''}`);
    process.exitCode = findings.every((f) => f.ok) ? 0 : 1;
  });
}

/** The coming sixty days: without a list of holidays no due date can be judged; what is only unverified is said. */
function calendar(note: (ok: boolean, what: string, remedy?: string) => void): void {
  const today = dayNumber(Date.now() * 1000);
  const doubts = openBook([]).knownOn(null).doubts(today, today + 60);
  note(!doubts.some((d) => d.startsWith('chưa có danh sách')), `Lịch làm việc 60 ngày tới${doubts.length > 0 ? `: ${doubts.join('; ')}` : ': đủ, đã xác minh'}.`, 'Thêm ngày lễ và thông báo nghỉ vào config/calendar (docs/calendar.md).');
}

async function database(app: App, note: (ok: boolean, what: string, remedy?: string) => void): Promise<void> {
  const { rows } = await app.pool.query<{ version: string; major: number; skew: number; size: string; mismatch: number | null }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major, abs(extract(epoch from clock_timestamp()) - $1::float8) as skew,
       pg_size_pretty(pg_database_size(current_database())) as size, (select measure_mismatch from compute_state) as mismatch`, [Date.now() / 1000]);
  const d = rows[0]!;
  note(d.major >= 14 && d.major <= 18, `PostgreSQL ${d.version}, ${d.size}${app.embedded ? ' (đi kèm)' : ''}.`, 'Dùng PostgreSQL 14–18.');
  note(d.skew < 5, `Đồng hồ lệch cơ sở dữ liệu ${Number(d.skew).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} giây.`, 'Bật đồng bộ giờ (NTP) trên cả hai máy.');
  if (d.mismatch !== null) note(d.mismatch === 0, `Lần đếm lại gần nhất: ${d.mismatch} sai khác.`, 'Chạy cchc compute --check và báo đơn vị phát triển.');
  const strangers = (await app.pool.query<{ code: string }>('select code from unnest($1::text[]) t (code) where not exists (select from unit where unit.code = t.code) order by 1', [[...new Set((app.settings.targetList.targets).flatMap((t) => t.unit ?? []))]])).rows;
  if (strangers.length > 0) note(false, `Chỉ tiêu giao cho đơn vị không có trong danh mục: ${strangers.map((s) => s.code).join(', ')}.`, `Sửa mã đơn vị trong ${app.settings.targets.file}; trong khi đó chỉ tiêu của cấp được dùng thay.`);
  const reader = (await app.pool.query<{ creates: boolean }>(`select has_schema_privilege(oid, 'public', 'create') as creates from pg_roles where rolname = 'grafana_reader'`)).rows[0];
  if (reader) note(!reader.creates, reader.creates ? 'Vai trò grafana_reader tạo được bảng trong schema public (mặc định của PostgreSQL 14).' : 'Vai trò grafana_reader chỉ đọc được schema mart.', 'Quản trị PostgreSQL chạy một lần trong cơ sở dữ liệu này: REVOKE CREATE ON SCHEMA public FROM PUBLIC; cấp lại cho tài khoản của dịch vụ.');
}
