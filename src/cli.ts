/** `cchc`: the verbs. Exit 0 done, 1 failed, 2 bad usage or refused configuration. */
import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { addComputeVerbs } from './cli/compute';
import { addDoctorVerb } from './cli/doctor';
import { addDashboardVerbs } from './cli/dashboards';
import { addDueVerbs } from './cli/due';
import { addEditionVerbs } from './cli/editions';
import { useDemoEnvironment } from './cli/demo-environment';
import { tell, usageText } from './cli/failure';
import { takeLanguage, translateHelp } from './cli/language';
import { spoken } from './cli/output';
import { addImportVerb } from './cli/import';
import { addParVerbs } from './cli/par';
import { addPlanVerb } from './cli/plan';
import { addQualityVerbs } from './cli/quality';
import { addReconcileVerb } from './cli/reconcile';
import { addServiceVerbs } from './cli/service';
import { addSourceVerbs } from './cli/sources';
import { addUnitVerbs } from './cli/units';

// Whoever reads along may stop reading (`| head`): what a verb does it does to its end, quietly.
for (const stream of [process.stdout, process.stderr]) stream.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });

async function main(words: string[]): Promise<number> {
  const { argv, language } = takeLanguage(words);
  const program = new Command('cchc').description('CCHC Monitor: đo lường cải cách hành chính từ các hệ thống sẵn có của tỉnh').exitOverride().showHelpAfterError(spoken('(xem --help)'))
    .configureOutput({ outputError: (text, write) => write(language === 'en' ? text : usageText(text)) }).addHelpText('after', spoken('\nNgôn ngữ: --lang vi hoặc --lang en ở bất kỳ đâu, hoặc đặt CCHC_LANG.'));
  program.option('--demo', 'với cấu hình, nguồn và dữ liệu của bản trình diễn (npm run demo)').hook('preAction', () => { if (program.opts<{ demo?: boolean }>().demo) useDemoEnvironment(); });
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
  translateHelp(program, language);
  try {
    await program.parseAsync(argv);
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { text, exitCode } = tell(error);
    process.stderr.write(spoken(text));
    return exitCode;
  }
}

void main(process.argv).catch((error: unknown) => { const { text, exitCode } = tell(error); process.stderr.write(spoken(text)); return exitCode; }).then((code) => { process.exit(code); });
