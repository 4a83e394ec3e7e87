/** Plans of the People’s Committee: duties with owner, rhythm, target and figure. */
export { readPlan, type PlanProblem } from './plan-file';
export { judge, readTarget, type Figure, type Judgement, type Target } from './target';
