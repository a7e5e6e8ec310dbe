#!/usr/bin/env node
import { inspectCommand } from './inspect.js';
import { createProgram, runProgram } from './program.js';
import { subjectsCommand } from './subjects.js';

const program = createProgram();
program.addCommand(inspectCommand());
program.addCommand(subjectsCommand());
process.exitCode = await runProgram(program, process.argv);
