/**
 * Writes config/units/viet-nam.json.gz: the units of the country before and after 1 July 2025 with their lineage, from the files named in
 * config/units/README.md. `node scripts/units-country.mjs FOLDER` with the four JSON files in FOLDER. Run again only for a new state of the data.
 * An old commune that is named once and whole goes to its successor with weight 1; one that is divided, or whose name could mean several,
 * is kept as "not attributable" with the reason. Nothing is matched by likeness: names are compared whole, tone marks in either place.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const folder = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const [before, after, texts, daNang] = ['units-before-2025-07-01.json', 'units-after-2025-07-01.json', 'ward-predecessors-text.json', 'danang-ward-predecessors.json'].map(read);
const DATE = '2025-07-01';
const LAST = '2025-06-30';

/** Statistical code of today's province: those of the provinces that formed it (NQ 202/2025/QH15). Not listed: unchanged. */
const FORMED = { '08': ['02', '08'], '15': ['10', '15'], '19': ['06', '19'], '25': ['17', '25', '26'], '24': ['24', '27'], '33': ['33', '34'], '31': ['30', '31'], '37': ['35', '36', '37'], '44': ['44', '45'],
  '48': ['48', '49'], '51': ['51', '62'], '52': ['52', '64'], '56': ['56', '58'], '68': ['60', '67', '68'], '66': ['54', '66'], '79': ['74', '77', '79'], '75': ['70', '75'], '80': ['72', '80'],
  '92': ['92', '93', '94'], '86': ['83', '84', '86'], '82': ['82', '87'], '96': ['95', '96'], '91': ['89', '91'] };
/** Organisation codes of today's provinces (domain/indicators.md 4.3). */
const ORG = { 'An Giang': 'H01', 'Bắc Ninh': 'H05', 'Cà Mau': 'H12', 'Cần Thơ': 'H13', 'Cao Bằng': 'H14', 'Đắk Lắk': 'H15', 'Đà Nẵng': 'H17', 'Điện Biên': 'H18', 'Đồng Nai': 'H19', 'Đồng Tháp': 'H20', 'Gia Lai': 'H21', 'Hải Phòng': 'H24',
  'Hà Nội': 'H26', 'Hà Tĩnh': 'H27', 'Hồ Chí Minh': 'H29', 'Hưng Yên': 'H31', 'Khánh Hòa': 'H32', 'Lai Châu': 'H35', 'Lâm Đồng': 'H36', 'Lạng Sơn': 'H37', 'Lào Cai': 'H38', 'Nghệ An': 'H41', 'Ninh Bình': 'H42', 'Phú Thọ': 'H44',
  'Quảng Ngãi': 'H48', 'Quảng Ninh': 'H49', 'Quảng Trị': 'H50', 'Sơn La': 'H52', 'Tây Ninh': 'H53', 'Thái Nguyên': 'H55', 'Thanh Hóa': 'H56', 'Huế': 'H57', 'Tuyên Quang': 'H60', 'Vĩnh Long': 'H61' };
const NAMED_LAWS = { '48': 'NQ 1659/NQ-UBTVQH15 ngày 16/6/2025' };
const LAW = 'Luật 72/2025/QH15; NQ 202/2025/QH15';

const VOWELS = { 'oà': 'òa', 'oá': 'óa', 'oả': 'ỏa', 'oã': 'õa', 'oạ': 'ọa', 'oè': 'òe', 'oé': 'óe', 'oẻ': 'ỏe', 'oẽ': 'õe', 'oẹ': 'ọe', 'uỳ': 'ùy', 'uý': 'úy', 'uỷ': 'ủy', 'uỹ': 'ũy', 'uỵ': 'ụy' };
const key = (name) => name.normalize('NFC').toLowerCase().replace(/[‘’ʼ`]/g, "'").replace(/(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])/g, (v) => VOWELS[v]).replace(/\s+/g, ' ').replace(/^(phường|quận) 0+(\d)/, '$1 $2').trim();
const short = (name) => key(name).replace(/^(tỉnh|thành phố) /, '');

const units = [];
const events = [];
const code = (p) => ORG[Object.keys(ORG).find((name) => short(p.FullName) === key(name))];
const add = (u) => { units.push(u); return u; };

// Provinces. A province that lends its name to the new one goes on; the others end.
const oldProvinces = new Map(before.map((p) => [p.Code, p]));
const registryOf = new Map(); // old province code → registry code
const formedBy = new Map();
for (const p of after) {
  const parts = FORMED[p.Code] ?? [p.Code];
  const goesOn = parts.find((c) => short(oldProvinces.get(c).FullName) === short(p.FullName));
  if (!goesOn) throw new Error(`no province of ${parts} is named ${p.FullName}`);
  const was = oldProvinces.get(goesOn);
  const changed = was.Code !== p.Code;
  add({ code: code(p), name: p.FullName, level: 'province', codes: [{ system: 'gso', code: p.Code, from: changed ? DATE : null }, ...(changed ? [{ system: 'gso', code: was.Code, to: LAST }] : []), ...(key(was.FullName) === key(p.FullName) ? [] : [{ system: 'name', code: was.FullName }])] });
  registryOf.set(goesOn, code(p));
  formedBy.set(p.Code, parts);
  const ended = parts.filter((c) => c !== goesOn);
  for (const c of ended) {
    registryOf.set(c, `VN2024.${c}`);
    add({ code: `VN2024.${c}`, name: oldProvinces.get(c).FullName, level: 'province', to: LAST, codes: [{ system: 'gso', code: c }, ...(c === '49' ? [{ system: 'org', code: 'H47', verified: false }] : [])] });
  }
  if (ended.length > 0) events.push({ id: `province-${p.Code}`, kind: 'merge', date: DATE, basis: 'NQ 202/2025/QH15', lineage: ended.map((c) => ({ from: `VN2024.${c}`, to: code(p), weight: 1 })) });
}
events.push({ id: 'dong-nai-2026', kind: 'rename', date: '2026-04-30', basis: null, verified: false, note: 'Đồng Nai thành thành phố trực thuộc trung ương, 10 xã thành phường (tháng 4/2026); ngày và số nghị quyết chưa xác minh', lineage: [], units: ['H19'] });

// Districts and communes before.
const old = new Map(); // commune code → { code, name, district, province }
const byName = new Map(); // province → key(name) → communes
const districts = new Map();
for (const p of before) {
  byName.set(p.Code, new Map());
  for (const d of p.District ?? []) {
    districts.set(d.Code, { code: d.Code, name: d.FullName, province: p.Code, communes: (d.Ward ?? []).map((w) => w.Code) });
    add({ code: `VN2024.${d.Code}`, name: d.FullName, level: 'district', parent: registryOf.get(p.Code), to: LAST, codes: [{ system: 'gso', code: d.Code }] });
    for (const w of d.Ward ?? []) {
      const commune = { code: w.Code, name: w.FullName, district: d.Code, province: p.Code };
      old.set(w.Code, commune);
      add({ code: `VN2024.${w.Code}`, name: w.FullName, level: 'commune', parent: `VN2024.${d.Code}`, to: LAST, codes: [{ system: 'gso', code: w.Code }] });
      const names = byName.get(p.Code);
      names.set(key(w.FullName), [...(names.get(key(w.FullName)) ?? []), commune]);
    }
  }
}

// Communes after, and what each was made of.
const textOf = new Map(texts.map((t) => [t.code, t.predecessors]));
const listed = new Map(); // old commune code → [{ to, rest }]
const fromDistricts = new Map(); // district code → new units made of it as a whole
const made = []; // { unit, province, items }
const split = (text) => text.split(/,(?![^(]*\))/).map((s) => s.trim()).filter(Boolean);
const problems = { ambiguous: 0, unknown: 0 };
for (const p of after) {
  const provinces = formedBy.get(p.Code);
  const find = (name) => provinces.flatMap((c) => byName.get(c).get(key(name)) ?? []);
  for (const w of p.Wards) {
    const unit = `VN.${w.Code}`;
    add({ code: unit, name: w.FullName[0].toUpperCase() + w.FullName.slice(1), level: 'commune', parent: code(p), from: DATE, codes: [{ system: 'gso', code: w.Code }] });
    const open = [];
    let items = [];
    let kept = false;
    if (p.Code === '48') {
      for (const q of daNang.find((x) => x.code === w.Code).predecessors) {
        if (q.code) items.push({ commune: old.get(q.code), rest: q.remainderOnly });
        else items.push({ district: [...districts.values()].find((d) => provinces.includes(d.province) && key(d.name) === key(q.name)), open: q.name });
      }
    } else {
      const text = textOf.get(w.Code) ?? null;
      if (text === null) { made.push({ unit, p, w, items: [], open: [], none: true }); continue; }
      if (/^giữ nguyên$/i.test(text.trim())) {
        kept = true;
        const same = old.get(w.Code);
        const candidates = same && key(same.name) === key(w.FullName) ? [same] : find(w.FullName);
        items = candidates.length === 1 ? [{ commune: candidates[0], rest: false }] : [{ candidates, open: w.FullName }];
      } else {
        items = split(text).map((raw) => {
          const name = raw.replace(/\s*\(.*$/s, '').trim();
          const hints = [...raw.matchAll(/\(([^)]*)\)/g)].map((m) => m[1]).join(' ');
          const rest = /phần còn lại|một phần/.test(hints);
          const place = /((?:huyện|quận|thị xã|thành phố) [^,;]+|Quận \d+)/i.exec(hints.replace(/phần còn lại.*$/, ''));
          let candidates = find(name);
          if (place) candidates = candidates.filter((c) => key(districts.get(c.district).name) === key(place[1]));
          if (candidates.length === 1) return { commune: candidates[0], rest };
          const district = candidates.length === 0 ? [...districts.values()].find((d) => provinces.includes(d.province) && key(d.name) === key(name)) : undefined;
          return { candidates, rest, open: name, district };
        });
      }
    }
    // A name that several old communes bear: the one in a district that the other parts come from, when there is only one.
    const near = new Set(items.filter((i) => i.commune).map((i) => i.commune.district));
    for (const item of items) if (item.candidates?.length > 1) {
      const here = item.candidates.filter((c) => near.has(c.district));
      if (here.length === 1) item.commune = here[0];
    }
    made.push({ unit, p, w, items, kept });
  }
}
for (const { unit, items } of made) for (const item of items) {
  if (item.commune) listed.set(item.commune.code, [...(listed.get(item.commune.code) ?? []), { unit, rest: item.rest }]);
  else if (item.district) fromDistricts.set(item.district.code, [...(fromDistricts.get(item.district.code) ?? []), unit]);
}
const nameOf = new Map(units.map((u) => [u.code, u.name]));
for (const { unit, p, w, items, kept, none } of made) {
  const basis = NAMED_LAWS[p.Code] ?? `${LAW}; nghị quyết của UBTVQH về cấp xã của ${p.FullName}`;
  const lineage = [];
  const unknown = [];
  for (const item of items) {
    if (item.commune) {
      const uses = listed.get(item.commune.code);
      const others = uses.filter((u) => u.unit !== unit).map((u) => nameOf.get(u.unit));
      if (lineage.some((l) => l.from === `VN2024.${item.commune.code}`)) continue;
      if (others.length === 0 && !item.rest) lineage.push({ from: `VN2024.${item.commune.code}`, to: unit, weight: 1 });
      else lineage.push({ from: `VN2024.${item.commune.code}`, to: unit, reason: others.length > 0 ? `chia cho nhiều đơn vị (cả ${[...new Set(others)].join(', ')}), chưa có tỷ lệ` : 'chỉ một phần, phần kia không rõ về đâu' });
    } else if (!item.district) { // a district as a whole is told below
      unknown.push(item.open);
      problems[item.candidates?.length > 1 ? 'ambiguous' : 'unknown'] += 1;
    }
  }
  const note = [none && 'nguồn dữ liệu không có văn bản tiền nhiệm', unknown.length > 0 && `không xác định được đơn vị cũ: ${unknown.join(', ')}`].filter(Boolean).join('; ') || null;
  if (note) lineage.push({ from: null, to: unit, reason: note }); // its past is not known in full, and must not look so
  events.push({ id: `commune-${w.Code}`, kind: kept ? 'move' : items.length > 0 ? 'merge' : 'create', date: DATE, basis, lineage, units: [unit] });
}
// What is named nowhere, and the districts.
const homeless = [...old.values()].filter((c) => !listed.has(c.code) && !fromDistricts.has(c.district));
for (const [province, list] of new Map([...new Set(homeless.map((c) => c.province))].map((province) => [province, homeless.filter((c) => c.province === province)]))) {
  events.push({ id: `communes-without-text-${province}`, kind: 'abolish', date: DATE, basis: LAW, lineage: list.map((c) => ({ from: `VN2024.${c.code}`, to: null, reason: 'nguồn dữ liệu không ghi đơn vị kế tục' })) });
}
for (const d of districts.values()) {
  const heirs = [...new Set([...(fromDistricts.get(d.code) ?? []), ...d.communes.flatMap((c) => (listed.get(c) ?? []).map((u) => u.unit))])];
  const whole = heirs.length === 1 && d.communes.every((c) => (listed.get(c) ?? []).every((u) => !u.rest) && (listed.has(c) || fromDistricts.has(d.code)));
  const reason = 'cấp huyện kết thúc, nhiệm vụ chia cho nhiều đơn vị, chưa có tỷ lệ';
  events.push({ id: `district-${d.code}`, kind: 'abolish', date: DATE, basis: 'Luật 72/2025/QH15', lineage: heirs.length === 0 ? [{ from: `VN2024.${d.code}`, to: null, reason: 'nguồn dữ liệu không ghi đơn vị kế tục' }] : heirs.map((to) => ({ from: `VN2024.${d.code}`, to, ...(whole ? { weight: 1 } : { reason }) })) });
  if (fromDistricts.has(d.code)) for (const c of d.communes.filter((c) => !listed.has(c))) events.at(-1).lineage.push(...fromDistricts.get(d.code).map((to, _, all) => ({ from: `VN2024.${c}`, to, ...(all.length === 1 ? { weight: 1 } : { reason }) })));
}
const document = {
  format: 'cchc-units/1', title: 'Đơn vị hành chính cả nước trước và sau 01/7/2025', country: true,
  attribution: 'GitHub thanglequoc/vietnamese-provinces-database v2.4.1 and v4.2.0, MIT, © 2021 Thang Le Quoc; lineage derived from its predecessor texts', units, events,
};
const out = gzipSync(JSON.stringify(document), { level: 9 });
out.fill(0, 4, 8); // no time stamp: the same data give the same file
writeFileSync(new URL('../config/units/viet-nam.json.gz', import.meta.url), out);
const lineage = events.flatMap((e) => e.lineage);
console.log(`${units.length} units, ${events.length} events, ${lineage.filter((l) => l.weight).length} edges whole, ${lineage.filter((l) => l.to && !l.weight).length} divided, ${lineage.filter((l) => !l.to).length} without successor; names: ${problems.ambiguous} ambiguous, ${problems.unknown} unknown; ${out.length} bytes`);
