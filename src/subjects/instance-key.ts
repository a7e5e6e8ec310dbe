import { settingId } from '../setting/setting.js';
import type { Instance } from './subject.js';

/** Equal for two instances exactly when they are the same training: same setting, same seed. */
export function instanceKey({ setting, seed }: Instance): string {
  return `${settingId(setting)}/${seed}`;
}
