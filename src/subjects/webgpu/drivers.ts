/**
 * Where a driver for WebGPU may be found, as environments to try one after the other: first what the machine
 * itself offers, and then SwiftShader, the Vulkan driver in software that browsers carry. So a GPU always
 * comes before software, and who names a driver in the environment gets that one or none.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of Chromium and Chrome on Linux, which hold SwiftShader and a Vulkan loader. */
const browserFolders = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/opt/chromium.org/chromium',
];

/** By these the Vulkan loader is told which drivers to take. */
const driverVariables = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES'];

export type Environment = Readonly<Record<string, string>>;

/** What is added to the environment of a process, in the order in which it is tried. */
export function driverEnvironments(
  own: Readonly<Record<string, string | undefined>> = process.env,
  folders: readonly string[] = browserFolders,
): readonly Environment[] {
  const named = driverVariables.some((name) => own[name]);
  const software = folders
    .map((folder) => ({ folder, driver: join(folder, 'vk_swiftshader_icd.json') }))
    .filter(({ driver }) => existsSync(driver))
    .map(({ folder, driver }) => ({
      // A machine without drivers has no Vulkan loader either: the browser's own lies beside SwiftShader.
      LD_LIBRARY_PATH: [own['LD_LIBRARY_PATH'], folder].filter(Boolean).join(':'),
      ...(named ? {} : { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver }),
    }));
  return [{}, ...software];
}
