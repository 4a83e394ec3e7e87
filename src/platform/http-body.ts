import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { HttpFailure } from './errors';

/** Undoes content-encoding (gzip, deflate, br, also stacked), never producing more than `maxBytes`: a decompression bomb is refused. */
export async function decompress(wire: Buffer, encoding: string, maxBytes: number, host: string): Promise<Buffer> {
  let data = wire;
  for (const name of encoding.toLowerCase().split(',').map((part) => part.trim()).reverse()) {
    if (name === '' || name === 'identity' || data.length === 0) continue;
    const undo = name === 'gzip' || name === 'x-gzip' ? gunzip : name === 'br' ? brotli : name === 'deflate' ? ((data[0]! & 0x0f) === 8 ? inflate : inflateRaw) : null;
    if (!undo) throw new HttpFailure('format', { host, reason: 'kiểu nén của câu trả lời không được hỗ trợ' });
    try {
      data = await undo(data, { maxOutputLength: maxBytes });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(host, maxBytes);
      if (code === 'Z_BUF_ERROR') throw new HttpFailure('retry', { host, reason: 'câu trả lời nén bị cắt ngang' });
      throw new HttpFailure('format', { host, reason: 'không giải nén được câu trả lời' });
    }
  }
  return data;
}

/**
 * Text of an answer. A byte order mark wins over the declared charset, `charset` (what an operator knows) over what the answer says. UTF-8 declared
 * as a charset of single bytes is read as UTF-8: text of such a charset is hardly ever UTF-8 by chance, and reading it as such would garble names
 * without any error.
 */
export function decode(data: Buffer, contentType: string, host: string, charset?: string): string {
  const declared = charset?.toLowerCase() ?? /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  const mark = data[0] === 0xff && data[1] === 0xfe ? 'utf-16le' : data[0] === 0xfe && data[1] === 0xff ? 'utf-16be' : data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? 'utf-8' : null;
  const candidates = mark ? [mark] : SINGLE_BYTES.test(declared) && charset === undefined ? ['utf-8', declared] : [declared];
  for (const name of candidates) {
    if (/^utf-?8$/.test(name)) { // several times faster than a TextDecoder, and as strict
      if (isUtf8(data)) return data.toString('utf8', mark ? 3 : 0);
      continue;
    }
    try {
      return new TextDecoder(name, { fatal: true }).decode(data);
    } catch { /* the next one, or the failure below */ }
  }
  throw new HttpFailure('format', { host, reason: 'câu trả lời có ký tự không đúng bảng mã đã khai báo' });
}

/** What kind of page stands where data should be; null when the text is not markup, or is XML where XML is wanted. */
export function sniff(text: string, contentType: string, xml = false): 'login' | 'firewall' | 'html' | null {
  const start = text.trimStart().slice(0, 1);
  if (start !== '<' && !(contentType.includes('text/html') && start !== '{' && start !== '[')) return null;
  if (xml && start === '<' && !/^\s*(<\?xml[^>]*\?>)?\s*(<!--[\s\S]*?-->\s*)?<(!doctype|html)\b/i.test(text)) return null;
  const head = text.slice(0, 200_000);
  if (/attack\s*id|web application firewall|fortiweb|request (has been |was )?(rejected|blocked)|support id|incident id/i.test(head)) return 'firewall';
  if (/type\s*=\s*["']?password|đăng nhập|log[ -]?in\b|sign[ -]?in\b/i.test(head)) return 'login';
  return 'html';
}

export const PAGE_REASON = {
  login: 'nguồn trả về trang đăng nhập thay cho dữ liệu',
  firewall: 'tường lửa của nguồn chặn yêu cầu (trang "Attack ID")',
  html: 'nguồn trả về trang HTML thay cho dữ liệu',
} as const;

/** A page in place of data, in words that tell the operator whom to ask for what. */
export const pageFailure = (kind: keyof typeof PAGE_REASON, host: string, status: number): HttpFailure => new HttpFailure('format', {
  host, status, reason: PAGE_REASON[kind],
  remedy: kind === 'firewall' ? `Gửi địa chỉ IP ra Internet của máy chạy hệ thống này cho đơn vị quản lý ${host} để đưa vào danh sách được phép; chạy lại bằng "cchc sources check". Không đổi khai báo nguồn.` : undefined,
});

export const tooLarge = (host: string, maxBytes: number) => new HttpFailure('format', {
  host, reason: `câu trả lời lớn hơn giới hạn ${maxBytes} byte`, remedy: 'Giảm size của trang hoặc bề rộng window.step; chỉ nâng transport.maxBytes khi chắc chắn câu trả lời là thật.',
});

const SINGLE_BYTES = /^(iso-8859-\d+|latin\d|windows-125\d|us-ascii|ascii)$/;
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);
