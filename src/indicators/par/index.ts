/** The PAR Index and internal indexes: sets of criteria as data, scored exactly. Law: indicators.md 2; QĐ 876/QĐ-BNV 10/11/2022. */
export { checkSet, readDay, SAMPLE_MARK } from './check-set';
export { compare, decimalText, exact, over, quantity, readDecimal, shown, shownPercent } from './fraction';
export { MECHANISM_NAMES, readMechanism, type Mechanism } from './mechanism';
export { propose, type Proposal } from './propose';
export { CRITERION_COLUMNS, readTableSet, readYamlSet, type SetFile, type SetProblem } from './set-file';
export { readFact, shownFact } from './read-fact';
export { changeText, readResultRows, RESULT_COLUMNS, resultRowsOfJson } from './result-rows';
export { readScoreRows, SCORE_COLUMNS, type ScoreRowEntry } from './score-rows';
