/**
 * The fused engine on the work of seed 3, in a process of its own: `node digits-fused.js DIGITS`. Prints
 * one JSON object, as peers/digits_pytorch.py does.
 */
import { loadDigits } from '../src/data/digits/load.js';
import { parseDigitsSetting } from '../src/setting/digits.js';
import { openFused } from '../src/subjects/fused/fused.js';
import { peakMegabytes } from './protocol.js';

const train = Number(process.argv[2]);
const setting = parseDigitsSetting({
  kind: 'digits',
  data: { kind: 'generated', seed: 0, train, test: 100 },
});
const digits = await loadDigits(setting.data);
const subject = await openFused(1);
const { version } = await subject.describe();

const begun = performance.now();
const before = process.cpuUsage();
for await (const { outcome } of subject.digits!.train([{ setting, seed: 0 }], digits)) {
  if (outcome.kind !== 'finished') throw new Error(`the run ${outcome.kind}: ${outcome.reason}`);
  const { user, system } = process.cpuUsage(before);
  const measured = {
    version,
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: (user + system) / 1e6,
    accuracy: outcome.classifierEpochs.at(-1)!.correct / digits.test.count,
    loss: outcome.autoEncoderEpochs.at(-1)!.mean,
    peakMegabytes: peakMegabytes(),
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
await subject.close();
