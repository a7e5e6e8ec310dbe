import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driverEnvironments } from '../../../src/subjects/webgpu/drivers.js';
import { describeAdapter } from '../../../src/subjects/webgpu/gpu.js';

describe('where a driver for WebGPU is looked for', () => {
  test('first on the machine as it is, and then in a browser that carries SwiftShader', async () => {
    await withBrowser(async (browser) => {
      const [asItIs, software, ...rest] = driverEnvironments({}, ['/no/such/folder', browser]);

      expect(asItIs).toEqual({});
      expect(software).toEqual({
        LD_LIBRARY_PATH: browser,
        VK_DRIVER_FILES: join(browser, 'vk_swiftshader_icd.json'),
        VK_ICD_FILENAMES: join(browser, 'vk_swiftshader_icd.json'),
      });
      expect(rest).toEqual([]);
    });
  });

  test('a driver that the environment names is the only one; a browser lends it no more than the loader', async () => {
    await withBrowser(async (browser) => {
      const own = { VK_ICD_FILENAMES: '/some/icd.json', LD_LIBRARY_PATH: '/some/libraries' };

      const environments = driverEnvironments(own, [browser]);

      expect(environments).toEqual([{}, { LD_LIBRARY_PATH: `/some/libraries:${browser}` }]);
    });
  });

  test('a machine without such a browser is tried as it is', () => {
    expect(driverEnvironments({}, ['/no/such/folder'])).toEqual([{}]);
  });
});

describe('how an adapter is named', () => {
  test('a driver that computes on the CPU is never called a GPU', () => {
    const swiftShader = {
      vendor: 'google',
      architecture: 'swiftshader',
      device: 'swiftshader-device-subzero-',
      description: 'SwiftShader driver 5.0.0',
      isFallbackAdapter: true,
    };

    expect(describeAdapter(swiftShader)).toBe('CPU, SwiftShader driver 5.0.0 (a GPU in software)');
  });

  test('a GPU is named by its device and driver, as far as they say', () => {
    const full = { vendor: 'v', architecture: 'a', device: 'd', description: 'x', isFallbackAdapter: false };

    expect(describeAdapter(full)).toBe('GPU, d (x)');
    expect(describeAdapter({ ...full, device: '', description: '' })).toBe('GPU, a');
    expect(describeAdapter({ ...full, device: '', architecture: '' })).toBe('GPU, v (x)');
  });
});

/** A folder that looks like a browser's, for the time of the test. */
async function withBrowser(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'browser-'));
  try {
    await writeFile(join(folder, 'vk_swiftshader_icd.json'), '{}');
    await act(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
