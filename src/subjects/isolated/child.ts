/**
 * The program of a child process: opens the subject that its argument says and serves it over IPC. It
 * ends with its parent, whose end closes the channel.
 */
import { writeSync } from 'node:fs';
import { createBirpc } from 'birpc';
import { openNative } from './native-subjects.js';
import { serveSubject } from './serve-subject.js';
import type { ChildFunctions, ParentFunctions } from './wire.js';

/** How long the subject may take to close, in milliseconds. */
const grace = 200;

const what = process.argv[2]!;

// The last line on stderr becomes the reason, so that it must be what was thrown, and not Node's version.
process.on('uncaughtException', (error) => {
  writeSync(2, `${error.stack}\n${error.message.split('\n')[0]}\n`);
  process.exit(1);
});

const served = serveSubject(
  () => openNative(what),
  (training, steps) => void parent.progress.asEvent(training, steps),
);

const parent = createBirpc<ParentFunctions, ChildFunctions>(served.functions, {
  post: (message: object) => sendToParent(message),
  on: (hear) => void process.on('message', hear),
  timeout: -1,
});

process.once('disconnect', () => {
  setTimeout(leave, grace);
  void served.close().finally(leave);
});

/** Not by \`exit\`, after which native libraries tidy up, which takes long, or crashes. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Resolves when it is written, or when there is nobody left to read it. */
function sendToParent(message: object): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send!(message, undefined, {}, () => resolve());
    else resolve();
  });
}
