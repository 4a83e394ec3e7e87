/** The English catalogue against the Vietnamese texts of the source files: nothing missing, nothing left over, nothing lost on the way. */
import { join, relative } from 'node:path';
import { projectRoot } from '../../src/platform/root';
import { SHAPES, words, type Word } from '../../src/boards';
import catalogue from '../../src/messages/en.json';
import { filesOf, textsOf, VIETNAMESE } from '../support/vietnamese-texts';

const root = projectRoot();
/** Bilingual where they stand; law is cited in Vietnamese; what remains (who holds the figures) may have English. */
const BILINGUAL = ['src/indicators/list'];
/** Forms that are filled in in Vietnamese, and the headings that they are known by. */
const FORMS = ['src/ingest/import/layouts.ts', 'src/ingest/import/register.ts', 'src/ingest/import/result-columns.ts', 'src/ingest/import/statistic-columns.ts', 'src/ingest/import/template.ts'];
/** Rooms and files whose texts have English. */
const COVERED = ['src/boards', 'src/cli', 'src/cli.ts', 'src/compute', 'src/demo', 'src/ingest', 'src/platform', 'src/settings.ts', 'src/sources', 'src/store', 'src/indicators/bands.ts', 'src/indicators/par', 'src/indicators/plan', 'src/indicators/rule-sets.ts', 'src/main.ts', 'src/serve', 'src/vocabulary', 'migrations/views', 'dashboards/panels.ts', 'dashboards/push.ts', 'dashboards/render-grafana.ts'];

/** Not said to people, or not ours to translate. */
const NOT_SHOWN: Readonly<Record<string, readonly string[] | 'all'>> = {
  // What the parser of the command line says in English is turned into Vietnamese here.
  'src/cli/failure.ts': ['Không có lệnh "$1".', 'Không có tùy chọn "$1".', 'Thiếu $1.', 'Thiếu <$1>.', 'Tùy chọn $1 cần một giá trị.', 'Thừa tham số.', '(Có phải một trong: $1?)', '(Có phải $1?)'],
  // Examples in a template that is filled in in Vietnamese.
  'src/cli/par.ts': ['Chỉ số CCHC cấp tỉnh theo QĐ 876/QĐ-BNV ngày 10/11/2022', 'QĐ 876/QĐ-BNV ngày 10/11/2022', '2026 self 15/01/2027 Công văn số …'],
  // Ways of writing yes and no in a cell, and kinds of units in their names.
  'src/ingest/import/columns.ts': ['rồi', 'không đạt'],
  'src/ingest/units/read-unit-file.ts': ['thành phố', 'thị xã', 'thị trấn', 'quận', 'phường', 'đặc khu', 'sở', 'văn phòng', 'trung tâm', 'công an', 'báo', 'đài'],
  // What a source writes, as patterns.
  'src/sources/igate/index.ts': ['^\\s*tổng'],
  'src/sources/tandan/index.ts': ['^th[aá]ng$'],
  // English descriptions of options, in the READMEs of the families.
  'src/sources/cmon/index.ts': ['Target namespace of the WSDL (chưa xác minh)', 'Address of the JSON layer (chưa xác minh)'],
  'src/sources/lgsp/index.ts': ['json: bare arrays by level (Quảng Nam); xml: data services with namespaces and nil (Đà Nẵng)', 'xml: where the rows are, by local names (chưa xác minh)'],
  'src/sources/portal/index.ts': ['rest: measure → column; two crawlers read CLGQ and TTTT the other way round (chưa xác minh)', 'evaluation: endpoint → measure → field (chưa xác minh)'],
  'src/sources/portal-catalogue/index.ts': ['adapter (chưa xác minh)', 'error_code of a session that has ended (chưa xác minh)', 'Values of TRANGTHAI that mean in force (chưa xác minh)'],
  'src/sources/source.ts': ['What one of theirs is of ours: 1000 where amounts are in thousand đồng'],
  // Numbers of legal documents.
  'src/indicators/rule-sets.ts': ['NĐ 42/2022', 'NĐ 61/2018, NĐ 107/2021', 'NĐ 118/2025, TT 03/2025/TT-VPCP', 'TT 01/2020/TT-VPCP (thực tế)', 'NĐ 224/2026', 'NĐ 118/2025, NĐ 309/2026'],
  // Formats of moments; what they write is "quý" and the like.
  'migrations/views/200-boards.sql': ['"quý "Q/YYYY', '"Tháng" MM/YYYY', '"Quý" Q/YYYY', '"Năm" YYYY'],
  // Ways of writing the names of units.
  'src/vocabulary/unit.ts': 'all',
  'src/boards/queries/dossiers.ts': [" where o.field_name ilike '%đất đai%'"],
  'src/boards/queries/values.ts': ['Tỉnh ', 'Thành phố '],
  // An example of a name.
  'src/serve/api/par.controller.ts': ['Quảng Nam'],
  // English descriptions of the API that name the Vietnamese term.
  'src/serve/api/quality.controller.ts': ['đúng, đủ, sạch, sống'],
  'src/serve/api/values.controller.ts': ['Code of the field (lĩnh vực), where one was asked for', 'A ratio 0–1 for ratio indicators; null with status available = no activity (không phát sinh)', 'Document of the target, with "(chưa xác minh)" while nobody checked it', 'đạt, gần đạt, chưa đạt, không tô màu'],
  // Meanings of measures, for docs/CATALOGUE.md, in English with the terms of the law.
  'src/vocabulary/item.ts': [
    'đến hạn trong kỳ: due by the end of the period (or by now) and not before it began, or done before a later due day of the period', 'đến hạn trong kỳ và hoàn thành đúng hạn', 'chưa hoàn thành ở cuối kỳ', 'quá hạn chưa hoàn thành ở cuối kỳ',
    'hiện có ở cuối kỳ (đã và chưa hoàn thành)', 'trong số hiện có, đã hoàn thành', 'phát sinh trong kỳ có đánh giá đạt (verdict)', 'tổng giá trị của số hiện có', 'tổng giá trị đã thực hiện',
  ],
  'src/vocabulary/measure.ts': [
    'tồn kỳ trước: accepted before the period and not ended before it', 'tiếp nhận mới trong kỳ, counted for the resolving unit', 'tiếp nhận và đang giải quyết trong kỳ = carried over + accepted', 'đã giải quyết: ended in the period',
    'trước hạn: end date before the due date', 'đúng hạn, trước hạn included', 'ended without a due date: không đủ dữ liệu', 'đang giải quyết at the end of the period', 'đang giải quyết quá hạn at the end of the period',
    'đang giải quyết without a due date', 'TTHC whose highest level is một phần', 'TTHC whose highest level is toàn trình',
  ],
};

const read = (places: readonly string[]) => places.flatMap((place) => filesOf(join(root, place))).map((path) => ({ file: relative(root, path), texts: [...new Set(textsOf(path))] }));
const found = read(COVERED).filter(({ file }) => !FORMS.includes(file));
/** What is typed or written in Vietnamese even by those who read English. */
const TERMS = ['("đất đai")', '("có", "không")', '"chưa" (not yet)', 'có (yes)', '"có" (yes), "không" (no)', '"Số liệu"'];
const english: Readonly<Record<string, string>> = catalogue;
const shown = (file: string, text: string) => NOT_SHOWN[file] !== 'all' && !NOT_SHOWN[file]?.includes(text);
const holesOf = (text: string) => [...text.matchAll(/\{(\d)(?::month)?\}/g)].map((match) => match[1]).sort().join();

it('has English for every Vietnamese text that people see', () => {
  const missing = found.flatMap(({ file, texts }) => texts.filter((text) => VIETNAMESE.test(text) && shown(file, text) && english[text] === undefined).map((text) => `${file}: ${JSON.stringify(text)}`));
  expect(missing).toEqual([]);
});

it('has no entry that no file says any more', () => {
  const said = new Set([...found, ...read(BILINGUAL), ...read(FORMS)].flatMap(({ texts }) => texts));
  // A word of a board is read behind the shape of its tone, where that tells it from another.
  for (const list of Object.values(words)) for (const { text, tone } of Object.values(list as Record<string, Word>)) said.add(`${SHAPES[tone]} ${text}`);
  expect(Object.keys(english).filter((id) => !said.has(id))).toEqual([]);
});

it('knows of no exception that is gone', () => {
  const gone = Object.entries(NOT_SHOWN).flatMap(([file, texts]) => (texts === 'all' ? [] : texts.filter((text) => !found.find((f) => f.file === file)?.texts.includes(text)).map((text) => `${file}: ${text}`)));
  expect(gone).toEqual([]);
});

it('keeps holes, spaces at both ends, and no Vietnamese word', () => {
  const ends = (text: string) => [/^\s*/.exec(text)![0], /\s*$/.exec(text)![0]];
  for (const [id, text] of Object.entries(english)) {
    expect({ id, holes: holesOf(text) }).toEqual({ id, holes: holesOf(id) });
    expect({ id, ends: ends(text) }).toEqual({ id, ends: ends(id) });
    expect({ id, vietnamese: VIETNAMESE.test(TERMS.reduce((rest, term) => rest.replace(term, ''), text)) }).toEqual({ id, vietnamese: false });
  }
});

it('stands in one order, so that two hands do not write the same line', () => {
  expect(Object.keys(english)).toEqual([...Object.keys(english)].sort());
});
