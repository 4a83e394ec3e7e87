/** Errors that people read: what is wrong, where, what to do. They never hold a secret, a full address, a header or a body. */
export class CchcError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;
  constructor(parts: { code: string; message: string; remedy?: string }) {
    super(parts.message);
    this.name = new.target.name;
    this.code = parts.code;
    this.remedy = parts.remedy;
  }
}

/** retry: try again later; quota: wait until tomorrow; password: sign-in refused; format: not what was agreed; address: nothing there; stop: give up this run. */
export type FailureClass = 'retry' | 'quota' | 'password' | 'format' | 'address' | 'stop';

const REMEDY: Record<FailureClass, string> = {
  retry: 'Nguồn đang bận hoặc mất kết nối; hệ thống sẽ tự thử lại.',
  quota: 'Đã chạm giới hạn số lần gọi; hệ thống chờ đến ngày mai. Xin đơn vị vận hành nguồn tăng hạn mức nếu cần.',
  password: 'Kiểm tra tên đăng nhập, mật khẩu hoặc khóa của nguồn; hệ thống không đăng nhập lại liên tục để tránh khóa tài khoản.',
  format: 'Nguồn trả về dạng khác với thỏa thuận (trang web, JSON bị cắt, thiếu trường). Kiểm tra địa chỉ và phiên bản API.',
  address: 'Địa chỉ không còn tồn tại hoặc đã đổi. Kiểm tra baseUrl và đường dẫn.',
  stop: 'Xem lý do ở trên và trao đổi với đơn vị vận hành nguồn.',
};

export class HttpFailure extends CchcError {
  readonly class: FailureClass;
  readonly status: number | undefined;
  readonly host: string;
  readonly retryAfterMs: number | undefined;
  constructor(parts: { class: FailureClass; message: string; host: string; status?: number; retryAfterMs?: number }) {
    super({ code: parts.class, message: parts.message, remedy: REMEDY[parts.class] });
    this.class = parts.class;
    this.status = parts.status;
    this.host = parts.host;
    this.retryAfterMs = parts.retryAfterMs;
  }
}
