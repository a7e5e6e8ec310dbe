#!/usr/bin/env node
import { claimsCommand } from './claims.js';
import { digitsCommand } from './digits.js';
import { exitCode } from './exit-code.js';
import { inspectCommand } from './inspect.js';
import { matrixCommand } from './matrix.js';
import { createProgram, runProgram } from './program.js';
import { serveCommand } from './serve.js';
import { subjectsCommand } from './subjects.js';
import { tryCommand } from './try.js';
import { verifyCommand } from './verify.js';

const program = createProgram();
program.addCommand(verifyCommand());
program.addCommand(inspectCommand());
program.addCommand(matrixCommand());
program.addCommand(claimsCommand());
program.addCommand(subjectsCommand());
program.addCommand(digitsCommand());
program.addCommand(serveCommand());
program.addCommand(tryCommand());
const code = await runProgram(program, process.argv);
process.exitCode = code;
// Whatever has not stopped when it was asked to ends here.
if (code === exitCode.interrupted) process.exit();
