import { describe, expect, test } from 'vitest';
import { gpuMarkdown } from '../../../../bench/gpu/markdown.js';
import { exampleResults, gpu, measured, software, sweepOf, taking } from './example-results.js';

const race = sweepOf(100, [measured('fused', 10), measured('fused:webgpu', 5)]);

describe('the page of a benchmark of GPUs', () => {
  test('calls a device in software what it is, in its head and in its rows', () => {
    const page = gpuMarkdown(exampleResults(software, [race]));

    expect(page).toContain('The device of WebGPU: **CPU, in software: SwiftShader 5**.');
    expect(page).toContain("**No figure here is a GPU's**: everything ran on the processor.");
    expect(page).toContain('| Workload | fused (CPU) | fused:webgpu (CPU, in software) |');
    expect(page).toContain('| n=5 m=2, 100 instances | fused:webgpu | CPU, in software | 500 | 0.00025 |');
    expect(page).toContain('it is 0.5 × as fast. Here `fused:webgpu` computes on the same processor');
    expect(page).not.toMatch(/\(GPU\)|\| GPU \|/);
  });

  test('names a GPU that was verified', () => {
    const page = gpuMarkdown(exampleResults(gpu, [race]));

    expect(page).toContain('The device of WebGPU: **GPU: a large GPU**.');
    expect(page).toContain('| Workload | fused (CPU) | fused:webgpu (GPU) |');
    expect(page).not.toContain("No figure here is a GPU's");
  });

  test('says where the GPU starts to win', () => {
    const ahead = sweepOf(1000, [measured('fused', 10), measured('fused:webgpu', 40)]);

    expect(gpuMarkdown(exampleResults(gpu, [race, ahead]))).toContain(
      '`fused:webgpu` overtakes `fused` at 1,000 instances of n=5 m=2, where it is 4 × as fast',
    );
  });

  test('says who was absent, what was not run by which estimate, and what failed, with the reasons', () => {
    const rows = [
      measured('fused', 10),
      { contender: 'fused:webgpu', state: 'not run', estimateSeconds: 48 },
      { contender: 'PyTorch', state: 'failed', reason: 'out of <memory>' },
    ] as const;
    const page = gpuMarkdown(
      exampleResults(
        software,
        [sweepOf(100, rows)],
        [
          taking('PyTorch', gpu),
          { name: 'JAX', kind: 'peer', state: 'absent', reason: "No module named 'jax'" },
        ],
      ),
    );

    expect(page).toContain('| n=5 m=2, 100 instances | 1,000 | not run | failed |');
    expect(page).toContain(
      [
        "- JAX: No module named 'jax'",
        '- fused:webgpu on n=5 m=2, 100 instances: not run; a pilot of a part estimates 48 s for a training of one step of all, above 3 s',
        '- PyTorch on n=5 m=2, 100 instances: failed: out of &lt;memory&gt;',
      ].join('\n'),
    );
  });

  test('stands without a device of WebGPU, and gives the reason', () => {
    const page = gpuMarkdown({
      ...exampleResults(software, []),
      contenders: [],
      webgpu: { state: 'absent', reason: 'no driver of a GPU was found' },
    });

    expect(page).toContain('There is no device of WebGPU: no driver of a GPU was found.');
  });
});
