/** A program that opens a fake subject and does not close it: `program.js <behaviour> <work>`. */
import { openInChild } from '../../../../src/subjects/isolated/open-isolated.js';
import { smallSetting } from '../../kit/small-settings.js';
import { type Behaviour, fakeNative } from './fake-native.js';

const [does, work] = process.argv.slice(2) as [Behaviour, 'samples' | 'idles' | 'trains'];
const setting = smallSetting();

const opened = await openInChild({ name: 'fake', what: fakeNative(does), environments: [{}] });
if (opened.kind === 'absent') throw new Error(opened.reason);
const { subject } = opened;
if (work === 'idles') setInterval(() => undefined, 1000);
if (work === 'samples') await subject.sample!(setting, 4, 1);
console.log('opened');
if (work === 'trains') for await (const _ of subject.train!([{ setting, seed: 0 }]));
