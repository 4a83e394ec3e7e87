/** An error an operator can act on: a stable code, what happened and what to do, both in Vietnamese. */
export class CchcError extends Error {
  constructor(readonly code: string, message: string, readonly remedy: string) {
    super(message);
    this.name = new.target.name;
  }
}

/**
 * What a failed question to a source means for the run:
 * retry: may pass by itself; quota: wait (often until tomorrow); password: sign-in refused; format: the answer cannot be trusted;
 * address: the address is gone, the contract changed; stop: give up this run.
 */
export type FailureClass = 'retry' | 'quota' | 'password' | 'format' | 'address' | 'stop';

export interface FailureDetails {
  /** What happened, in Vietnamese; never a header, a body, or an address with its query. */
  reason: string;
  /** Host (and port) only. */
  host?: string;
  status?: number;
  retryAfterMs?: number;
  remedy?: string;
  /** The class comes from a rule the operator declared. */
  declared?: boolean;
  /** The sign-in itself was refused, not a token: trying again may lock the account. */
  signIn?: boolean;
}

/** A question to a source that failed. It has no `cause` on purpose: errors of the HTTP library carry headers and bodies. */
export class HttpFailure extends CchcError {
  readonly class: FailureClass;
  readonly host: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly declared: boolean;
  readonly signIn: boolean;

  constructor(failureClass: FailureClass, details: FailureDetails) {
    super(`SOURCE_${failureClass.toUpperCase()}`, details.host ? `${details.host}: ${details.reason}` : details.reason, details.remedy ?? REMEDY[failureClass]);
    this.class = failureClass;
    this.host = details.host;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.declared = details.declared ?? false;
    this.signIn = details.signIn ?? false;
  }

  toJSON() {
    return { name: this.name, code: this.code, class: this.class, message: this.message, remedy: this.remedy, host: this.host, status: this.status, retryAfterMs: this.retryAfterMs };
  }
}

const REMEDY: Record<FailureClass, string> = {
  retry: 'Hệ thống sẽ tự thử lại; nếu kéo dài, hãy kiểm tra đường truyền và hệ thống nguồn.',
  quota: 'Chờ hết thời gian giới hạn, hoặc giảm callsPerSecond/callsPerDay, hoặc đề nghị đơn vị quản lý nguồn nâng hạn mức.',
  password: 'Kiểm tra tài khoản, mật khẩu hoặc khóa truy cập của nguồn rồi chạy lại; không thử nhiều lần để tránh bị khóa tài khoản.',
  format: 'Xem câu trả lời của nguồn bằng "cchc sources check"; nếu nguồn đã đổi cấu trúc, hãy sửa khai báo nguồn.',
  address: 'Địa chỉ không còn đúng: kiểm tra baseUrl và path trong khai báo nguồn, hỏi đơn vị quản lý về thay đổi giao diện.',
  stop: 'Lần chạy này dừng lại; xem lý do, sửa khai báo nguồn rồi chạy lại.',
};
