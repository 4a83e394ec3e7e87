/** Answers in English for those who ask: `lang=en`, or `Accept-Language: en`. Numbers, codes, names and documents are the same in both languages. */
import { Catch, HttpException, Inject, Injectable, type ArgumentsHost, type CallHandler, type ExceptionFilter, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { inEnglish, LANGUAGES, languageOf, type Language } from '../../messages';
import { CONTEXT, type ServeContext } from '../tokens';

/** Fields that hold a text for people. */
const TEXTS: ReadonlySet<string> = new Set(['title', 'kindTitle', 'message', 'remedy', 'reason', 'note', 'why', 'explanation', 'description', 'detail', 'label', 'problem', 'problems', 'light_reason', 'lightReason', 'targetDocument', 'unitOfMeasure', 'mark', 'comment', 'check', 'error_text']);

/** The language of a request to the API; the wall and its pages go by `lang` alone. */
export function languageOfRequest(request: Request, preset: Language): Language {
  const asked = languageOf(request.query.lang);
  if (asked) return asked;
  const accepted = request.path.startsWith('/api/') && request.headers['accept-language'] ? request.acceptsLanguages(...LANGUAGES) : false;
  return languageOf(accepted) ?? preset;
}

/** A body with its texts in English. */
export function englishBody(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return TEXTS.has(key) ? inEnglish(value) : value;
  if (Array.isArray(value)) return value.map((part) => englishBody(part, key));
  if (value === null || typeof value !== 'object' || value instanceof Date || Buffer.isBuffer(value)) return value;
  if ('vi' in value && 'en' in value) return value; // both stand there
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, englishBody(part, name)]));
}

@Injectable()
export class EnglishAnswers implements NestInterceptor {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    if (!request.path.startsWith('/api/') && !request.path.startsWith('/health/')) return next.handle();
    const response = http.getResponse<Response>();
    response.vary('accept-language');
    if (languageOfRequest(request, this.context.language) === 'vi') return next.handle();
    response.setHeader('content-language', 'en');
    return next.handle().pipe(map((body) => englishBody(body)));
  }
}

/** Refusals as Nest writes them, in the language of the request. */
@Catch(HttpException)
export class EnglishRefusals implements ExceptionFilter<HttpException> {
  constructor(@Inject(CONTEXT) private readonly context: ServeContext) {}

  catch(refusal: HttpException, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const english = languageOfRequest(http.getRequest<Request>(), this.context.language) === 'en';
    const said = refusal.getResponse();
    const body = typeof said === 'string' ? { statusCode: refusal.getStatus(), message: said } : said;
    response.status(refusal.getStatus()).json(english ? englishBody(body) : body);
  }
}
