#!/usr/bin/env node
import { claimsCommand } from './claims.js';
import { inspectCommand } from './inspect.js';
import { createProgram, runProgram } from './program.js';
import { subjectsCommand } from './subjects.js';
import { verifyCommand } from './verify.js';

const program = createProgram();
program.addCommand(verifyCommand());
program.addCommand(inspectCommand());
program.addCommand(claimsCommand());
program.addCommand(subjectsCommand());
process.exitCode = await runProgram(program, process.argv);
