/** Errors as a person at a terminal reads them: Vietnamese, what to do, no stack and no secret. */
import { CchcError } from '../platform/errors';

const DATABASE = 'Kiểm tra DATABASE_URL (máy, cổng, người dùng, mật khẩu, tên cơ sở dữ liệu), rồi chạy cchc doctor.';

/** Texts and exit code. What nobody foresaw is told in one line; CCHC_DEBUG=1 adds where it happened. */
export function tell(error: unknown): { text: string; exitCode: 1 | 2 } {
  const known = error instanceof CchcError ? error : foreseen(error);
  if (known) return { text: `${known.message}\n${known.remedy ? `→ ${known.remedy}\n` : ''}`, exitCode: known.code === 'bad-configuration' || known.code === 'bad-usage' ? 2 : 1 };
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  return { text: `Lỗi ngoài dự kiến: ${message}\n→ Chạy lại với CCHC_DEBUG=1 để xem chi tiết, và gửi cho đơn vị phát triển.\n${process.env.CCHC_DEBUG && stack ? `${stack}\n` : ''}`, exitCode: 1 };
}

/** Failures of the surroundings: the database, the port, the disk. */
function foreseen(error: unknown): CchcError | null {
  const { code, port, address, syscall, hostname } = (error ?? {}) as { code?: string; port?: number; address?: string; syscall?: string; hostname?: string };
  switch (code) {
    case 'EADDRINUSE': return new CchcError('busy', `Cổng ${port ?? ''} đang có chương trình khác dùng.`, 'Dừng chương trình đó, hoặc chọn cổng khác: --port hay PORT.');
    case 'EACCES': return syscall === 'listen' ? new CchcError('busy', `Không được phép mở cổng ${port ?? ''}.`, 'Chọn cổng từ 1024 trở lên: --port hay PORT.') : null;
    case 'ECONNREFUSED': case 'ETIMEDOUT': case 'EHOSTUNREACH': case 'ECONNRESET': return new CchcError('database', `Không kết nối được cơ sở dữ liệu${address ? ` ${address}:${port}` : ''}.`, DATABASE);
    case 'ENOTFOUND': case 'EAI_AGAIN': return new CchcError('database', `Không tìm thấy máy ${hostname ?? ''} của cơ sở dữ liệu.`, DATABASE);
    case 'ERR_INVALID_URL': return new CchcError('database', 'DATABASE_URL không phải địa chỉ hợp lệ.', 'Viết postgres://người-dùng:mật-khẩu@máy:5432/tên; ký tự đặc biệt của mật khẩu viết dạng %XX.');
    case '28P01': case '28000': return new CchcError('database', 'Cơ sở dữ liệu từ chối người dùng hoặc mật khẩu.', DATABASE);
    case '3D000': return new CchcError('database', 'Chưa có cơ sở dữ liệu mang tên trong DATABASE_URL.', 'Tạo cơ sở dữ liệu (createdb), rồi chạy cchc migrate.');
    case '53300': return new CchcError('database', 'Cơ sở dữ liệu hết chỗ cho kết nối mới.', 'Tăng max_connections, hoặc dừng bớt chương trình đang nối.');
    case '57P03': return new CchcError('database', 'Cơ sở dữ liệu đang khởi động hoặc đang dừng.', 'Chờ ít phút rồi chạy lại.');
    case '53100': case 'ENOSPC': return new CchcError('disk', 'Đĩa đã đầy.', 'Giải phóng đĩa; cchc doctor cho biết còn bao nhiêu.');
    case '42501': return new CchcError('database', 'Người dùng cơ sở dữ liệu không đủ quyền.', 'Dùng chủ của cơ sở dữ liệu trong DATABASE_URL; cchc migrate tự cấp quyền cho grafana_reader.');
    default: return null;
  }
}

const USAGE: readonly [RegExp, string][] = [
  [/^error: unknown command '(.+?)'/, 'Không có lệnh "$1".'],
  [/^error: unknown option '(.+?)'/, 'Không có tùy chọn "$1".'],
  [/^error: required option '(.+?)' not specified/, 'Thiếu $1.'],
  [/^error: missing required argument '(.+?)'/, 'Thiếu <$1>.'],
  [/^error: option '(.+?)' argument missing/, 'Tùy chọn $1 cần một giá trị.'],
  [/^error: too many arguments.*/, 'Thừa tham số.'],
  [/\(Did you mean one of (.+?)\?\)/, '(Có phải một trong: $1?)'],
  [/\(Did you mean (.+?)\?\)/, '(Có phải $1?)'],
];
/** What the parser of the command line says, in Vietnamese. */
export const usageText = (text: string): string => USAGE.reduce((said, [pattern, vietnamese]) => said.replace(pattern, vietnamese), text);

/** A whole number given as an option. */
export function wholeNumber(text: string, option: string, from: number, to: number): number {
  const n = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(n >= from && n <= to)) throw new CchcError('bad-usage', `${option} ${text}: cần số nguyên từ ${from.toLocaleString('vi-VN')} đến ${to.toLocaleString('vi-VN')}.`, 'Sửa giá trị rồi chạy lại.');
  return n;
}
