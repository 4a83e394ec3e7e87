/** What is wrong with a declaration, for the operator: where, why and what to do. In Vietnamese; never with a value of the file, which may be a secret. */
export interface Problem { file: string; line: number; path: string; reason: string; remedy: string }
export type PathInFile = (string | number)[];
export interface Finding { path: PathInFile; reason: string; remedy: string }

export const formatProblem = (problem: Problem): string => `${problem.file}:${problem.line} ${problem.path || '(gốc)'}: ${problem.reason}. ${problem.remedy}`;
export const writePath = (path: PathInFile): string => path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index ? `.${key}` : key)).join('');
