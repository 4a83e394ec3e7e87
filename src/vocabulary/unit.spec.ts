import { agencyCode, unitNameForm } from './unit';

test.each([
  ['000.00.05.H17', 'H17.05'], ['h17.05', 'H17.05'], ['000.12.05.H17', 'H17.05.12'], ['000.00.00.H17', 'H17'], ['H37.DN.001', 'H37.DN.001'], ['000.00.AB.H17', '000.00.AB.H17'],
])('agency code %s is %s', (given, form) => expect(agencyCode(given)).toBe(form));

test.each([
  ['TP. Đà Nẵng', 'Thành phố Đà Nẵng'], ['TP Đà Nẵng', 'thành  phố đà nẵng '], ['Phường Hoà Cường', 'Phường Hòa Cường'], ['UBND xã Điện Bàn', 'Xã Điện Bàn'], ['Ủy ban nhân dân phường Hải Châu', 'Phường Hải Châu'],
  ['Uỷ ban nhân dân xã Thuỷ Phù', 'xã Thủy Phù'], ['Phường Hòa Cường'.normalize('NFD'), 'Phường Hòa Cường'], ['TT. Ái Nghĩa', 'Thị trấn Ái Nghĩa'],
])('"%s" and "%s" are one name', (a, b) => expect(unitNameForm(a)).toBe(unitNameForm(b)));

test.each([
  ['Xã Tân An', 'Xã Tấn An'], ['Phường Tân An', 'Xã Tân An'], ['Xã Hoà Bắc', 'Xã Hoa Bắc'], ['Sở Tài chính', 'UBND Sở Tài chính'], ['Phường Quý Lộc', 'Phường Qúy Lộc'], ['Văn phòng UBND thành phố', 'Thành phố'],
])('"%s" and "%s" are two names', (a, b) => expect(unitNameForm(a)).not.toBe(unitNameForm(b)));
