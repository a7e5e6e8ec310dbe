/** The sentences of the GPU benchmark, for its page and for the README. */
import { escapeMarkdown } from '../../src/report/text.js';
import { formatFigure, formatRatio } from '../format.js';
import { deviceInWords, kindInWords } from './device.js';
import type { GpuResults, Taking } from './results.js';

type About = Pick<GpuResults, 'webgpu' | 'contenders'>;

/** Which device there was; and that nothing here is a GPU's where no contender ran on one. */
export function deviceSentence({ webgpu, contenders }: About): string {
  const hasGpu = contenders.some((taking) => taking.state === 'present' && taking.device.kind === 'gpu');
  const device =
    webgpu.state === 'present'
      ? `The device of WebGPU: **${escapeMarkdown(deviceInWords(webgpu.device))}**.`
      : `There is no device of WebGPU: ${escapeMarkdown(webgpu.reason)}.`;
  return hasGpu ? device : `${device} **No figure here is a GPU's**: everything ran on the processor.`;
}

/** Against which peaks shares are given. */
export function peakSentence({ webgpu, cpu }: Pick<GpuResults, 'webgpu' | 'cpu'>): string {
  const giga = (perSecond: number): string => `${formatFigure(perSecond / 1e9)} · 10⁹ multiply-adds a second`;
  const ofCpu = `${giga(cpu.multiplyAddsPerSecond)} on the CPU (${escapeMarkdown(cpu.device.name)})`;
  const ofDevice =
    webgpu.state === 'present'
      ? `${giga(webgpu.multiplyAddsPerSecond)} on the device of WebGPU (${kindInWords(webgpu.device)}), and `
      : '';
  return `Peaks are the most that a loop of independent multiply-adds in registers did before and after the workloads: ${ofDevice}${ofCpu}.`;
}

/** From how many instances on `fused:webgpu` is faster than `fused`, or that it is not. */
export function crossingSentence({ summary: { crossing }, webgpu }: GpuResults): string {
  const software =
    webgpu.state === 'present' && webgpu.device.kind === 'software'
      ? ` Here \`fused:webgpu\` computes on the same processor as \`fused\`, through ${escapeMarkdown(webgpu.device.name)}, so that this says nothing about a GPU.`
      : '';
  switch (crossing.kind) {
    case 'overtakes':
      return `\`fused:webgpu\` overtakes \`fused\` at ${count(crossing.instances)} of n=5 m=2, where it is ${formatRatio(crossing.ratio)} as fast, and stays ahead at every larger number that was measured.${software}`;
    case 'stays behind':
      return `\`fused:webgpu\` does not overtake \`fused\` here: at ${count(crossing.instances)} of n=5 m=2, the most that both were measured at, it is ${formatRatio(crossing.ratio)} as fast.${software}`;
    case 'not measured':
      return 'The two engines were not measured at the same number of instances of n=5 m=2.';
  }
}

function count(instances: number): string {
  return `${instances.toLocaleString('en-US')} ${instances === 1 ? 'instance' : 'instances'}`;
}

/** What a contender computed on: `GPU`, `CPU`, `CPU, in software`. */
export function kindOf(contenders: readonly Taking[], name: string): string {
  const taking = contenders.find((one) => one.name === name);
  return taking?.state === 'present' ? kindInWords(taking.device) : '–';
}
