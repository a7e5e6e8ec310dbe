/** `npm run link:tensorflow -- --python python3` */
import { Command } from 'commander';
import { runProgram } from '../../../cli/program.js';
import { linkTensorflow } from './link.js';

const program = new Command('link:tensorflow')
  .description('build the native addon of tfjs:tensorflow against the libtensorflow of an installed Python')
  .option('--python <python>', 'a Python that has TensorFlow', 'python3')
  .action(async ({ python }: { python: string }) => {
    const { tensorflow, libraries } = await linkTensorflow(python);
    process.stdout.write(`tfjs:tensorflow is linked with TensorFlow ${tensorflow} in ${libraries}\n`);
  });
process.exitCode = await runProgram(program, process.argv);
