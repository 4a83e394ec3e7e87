import type { Command } from 'commander';
import { publishAndNote } from '../compute/corrections';
import { checkMeasures } from '../compute/publish';
import { findIndicator, indicators } from '../indicators';
import { CchcError } from '../platform/errors';
import { formatPeriod, parsePeriod, type Period } from '../vocabulary';
import { openApp } from './app';
import { count, percentText, print, printJson, table } from './output';

const now = () => Date.now() * 1000;

export function readPeriod(text: string): Period {
  try {
    return parsePeriod(text);
  } catch {
    throw new CchcError('bad-usage', `"${text}" không phải kỳ báo cáo.`, 'Viết 2026, 2026-H1, 2026-Q3, 2026-08 hoặc 2026-08-17.');
  }
}

export function addComputeVerbs(program: Command): void {
  program.command('compute').description('tính giá trị và điểm; --check đếm lại từ hồ sơ').option('--period <kỳ>').option('--unit <mã>').option('--check', 'đếm lại số đo từ hồ sơ và báo mọi sai khác').option('--json')
    .action(async (options: { period?: string; unit?: string; check?: boolean; json?: boolean }) => {
      const period = options.period ? readPeriod(options.period) : undefined;
      const app = await openApp();
      try {
        if (options.check) {
          const differences = await checkMeasures(app.pool);
          if (options.json) printJson({ differences });
          else print(differences.length === 0 ? 'Số đo khớp hoàn toàn với hồ sơ (0 sai khác).' : `${count(differences.length)} sai khác:\n${differences.slice(0, 20).map((d) => `${d.unit} ${d.day}: đang giữ ${JSON.stringify(d.kept)}, đếm lại ${JSON.stringify(d.counted)}`).join('\n')}`);
          if (differences.length > 0) process.exitCode = 1;
          return;
        }
        const published = await publishAndNote(app.pool, app.compute, now(), period ? { only: [period] } : { everything: true });
        if (!period && !options.unit) return options.json ? printJson(published) : print(`Ấn bản ${published.edition}: ${published.periods} kỳ, ${count(published.changes)} giá trị thay đổi.`);
        const shown = period ?? readPeriod(new Date().toISOString().slice(0, 7));
        const { rows } = await app.pool.query(
          `select * from mart.indicator_value where period_type = $1 and period_start = $2 and unit_code = $3 order by indicator`, [shown.type, shown.start, options.unit ?? app.settings.province.code]);
        if (options.json) return printJson(rows);
        print(`${options.unit ?? app.settings.province.code} · ${formatPeriod(shown)} · ấn bản ${published.edition}`);
        print(table([['CHỈ SỐ', 'TỬ SỐ', 'MẪU SỐ', 'GIÁ TRỊ', 'ĐIỂM', 'GHI CHÚ'], ...rows.map((r) => {
          const indicator = findIndicator(r.indicator);
          const value = r.value === null ? (r.status === 'available' ? 'không phát sinh' : '–') : indicator?.kind === 'ratio' || indicator?.kind === 'group' ? percentText(r.value) : r.value.toLocaleString('vi-VN', { maximumFractionDigits: 2 });
          return [r.indicator, r.hits === null ? '–' : count(r.hits), r.total === null ? '–' : count(r.total), value, r.score === null ? '–' : `${r.score.toLocaleString('vi-VN')} / ${r.max_score.toLocaleString('vi-VN')}`, r.reason ?? ''];
        })]));
      } finally {
        await app.close();
      }
    });

  program.command('publish').description('công bố một ấn bản mới').action(async () => {
    const app = await openApp();
    try {
      const published = await publishAndNote(app.pool, app.compute, now());
      print(`Ấn bản ${published.edition}: ${count(published.changes)} giá trị thay đổi.`);
    } finally {
      await app.close();
    }
  });

  program.command('indicators').argument('[id]').description('danh mục: căn cứ, công thức, mục tiêu, phiên bản').option('--json').action((id: string | undefined, options: { json?: boolean }) => {
    const found = id ? [findIndicator(id)].filter((i) => i !== undefined) : indicators;
    if (id && found.length === 0) throw new CchcError('bad-usage', `Không có chỉ số "${id}".`, 'Chạy cchc indicators để xem danh mục.');
    if (options.json) return printJson(found);
    if (!id) return print(table([['ID', 'MÃ', 'TÊN', 'PHIÊN BẢN'], ...indicators.map((i) => [i.id, i.code, i.title.vi, i.version])]));
    const i = found[0]!;
    print([`${i.title.vi} (${i.id}, ${i.code}, phiên bản ${i.version})`, i.question.vi, ...i.law.map((l) => `Căn cứ: ${l.act}${l.place ? `, ${l.place}` : ''}; hiệu lực ${l.from ?? '…'} – ${l.to ?? 'nay'}${l.verified ? '' : ' (chưa xác minh)'}`), i.counts.vi,
      i.kind === 'group' ? `Thành phần: ${i.parts.join(', ')}; tối đa ${i.max} điểm` : `Tử số: ${i.hits.join(' + ')}${'total' in i ? `; mẫu số: ${i.total.join(' + ')}` : ''}`,
      i.kind === 'ratio' && i.scoring ? `Điểm: ${i.scoring.kind === 'linear' ? 'tuyến tính' : `đủ điểm từ ${i.scoring.fullAt}`}, tối đa ${i.scoring.max}; mẫu số bằng 0: ${i.empty}` : ''].filter(Boolean).join('\n'));
  });
}
