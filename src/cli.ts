/** `cchc`: the verbs. Exit 0 done, 1 failed, 2 bad usage or refused configuration. */
import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { CchcError } from './platform/errors';
import { addComputeVerbs } from './cli/compute';
import { addDoctorVerb } from './cli/doctor';
import { addDashboardVerbs } from './cli/dashboards';
import { addDueVerbs } from './cli/due';
import { addEditionVerbs } from './cli/editions';
import { addImportVerb } from './cli/import';
import { addParVerbs } from './cli/par';
import { addPlanVerb } from './cli/plan';
import { addQualityVerbs } from './cli/quality';
import { addReconcileVerb } from './cli/reconcile';
import { addServiceVerbs } from './cli/service';
import { addSourceVerbs } from './cli/sources';
import { addUnitVerbs } from './cli/units';

async function main(argv: string[]): Promise<number> {
  const program = new Command('cchc').description('CCHC Monitor: đo lường cải cách hành chính từ các hệ thống sẵn có của tỉnh').exitOverride().showHelpAfterError('(xem --help)');
  addServiceVerbs(program);
  addSourceVerbs(program);
  addUnitVerbs(program);
  addReconcileVerb(program);
  addQualityVerbs(program);
  addImportVerb(program);
  addComputeVerbs(program);
  addDueVerbs(program);
  addEditionVerbs(program);
  addParVerbs(program);
  addPlanVerb(program);
  addDoctorVerb(program);
  addDashboardVerbs(program);
  try {
    await program.parseAsync(argv);
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CchcError) {
      process.stderr.write(`${error.message}\n${error.remedy ? `→ ${error.remedy}\n` : ''}`);
      return error.code === 'bad-configuration' || error.code === 'bad-usage' ? 2 : 1;
    }
    process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
    return 1;
  }
}

void main(process.argv).then((code) => { process.exit(code); });
