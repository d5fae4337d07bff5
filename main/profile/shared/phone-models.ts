import type { DeviceTable } from '../../../preload/contract/models/devices.ts';

type PhoneModel = DeviceTable['models'][number];

function iphone(id: string, name: string, upTo: string, updated = true): PhoneModel {
  return { id: `iphone-${id}`, platform: 'iphone', name, upTo, updated };
}

/**
 * How far each iPhone's system can be brought, newest first. Apple makes phones and system alike, so a model says it; of
 * other makers' phones there are too many, which differ by carrier: for them the version that they show is asked.
 */
export const phoneModels: readonly PhoneModel[] = [
  iphone('17', 'iPhone 17 / 17 Pro / 17e / Air', '27'),
  iphone('16', 'iPhone 16 / 16 Plus / 16 Pro / 16e', '27'),
  iphone('15', 'iPhone 15 / 15 Plus / 15 Pro', '27'),
  iphone('14', 'iPhone 14 / 14 Plus / 14 Pro', '27'),
  iphone('se-3', 'iPhone SE (3) 2022', '27'),
  iphone('13', 'iPhone 13 / 13 mini / 13 Pro', '27'),
  iphone('12', 'iPhone 12 / 12 mini / 12 Pro', '27'),
  iphone('se-2', 'iPhone SE (2) 2020', '27'),
  iphone('11', 'iPhone 11 / 11 Pro', '27'),
  iphone('xs', 'iPhone XS / XS Max / XR', '18', false),
  iphone('x', 'iPhone X', '16', false),
  iphone('8', 'iPhone 8 / 8 Plus', '16', false),
  iphone('7', 'iPhone 7 / 7 Plus', '15', false),
  iphone('se-1', 'iPhone SE (1) 2016', '15', false),
  iphone('6s', 'iPhone 6s / 6s Plus', '15', false),
  iphone('6', 'iPhone 6 / 6 Plus', '12', false),
];
