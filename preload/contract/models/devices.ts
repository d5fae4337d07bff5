import { z } from 'zod';
import { identifier, spokenText } from './base.ts';
import { assumed } from './guides.ts';

export const devicePlatform = z.enum(['iphone', 'android', 'windows', 'mac', 'feature-phone', 'landline']);
export type DevicePlatform = z.infer<typeof devicePlatform>;

const systemVersion = z.string().regex(/^\d{1,3}(\.\d{1,3})?$/);

/** Which devices can carry which methods, as of a month. It ages: whoever shows it shows `asOf` too. */
export const deviceTable = z.strictObject({
  asOf: z.string().regex(/^\d{4}-\d{2}$/),
  /** Where the figures come from, in words. */
  source: spokenText,
  platforms: z
    .array(
      z.strictObject({
        id: devicePlatform,
        label: spokenText,
        /** About how many years after its release a model gets updates; null where nobody says. */
        supportYears: z.number().int().min(1).max(20).nullable(),
        note: spokenText.nullable(),
        assumed,
      }),
    )
    .min(1),
  /** Models whose maker says how far their system can be brought; any other is asked for its version only. */
  models: z.array(
    z.strictObject({
      id: identifier,
      platform: devicePlatform,
      /** As the maker writes it, the same in every language. */
      name: z.string().min(1).max(60),
      /** The newest version of the system that it takes. */
      upTo: systemVersion,
      /** Whether it still gets new ones. */
      updated: z.boolean(),
    }),
  ),
  methods: z
    .array(
      z.strictObject({
        id: identifier,
        label: spokenText,
        /** A platform that is not listed can't carry it. `from` is the least version of the system; null for any. */
        on: z
          .array(
            z.strictObject({
              platform: devicePlatform,
              from: systemVersion.nullable(),
              note: spokenText.nullable(),
              assumed,
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});
export type DeviceTable = z.infer<typeof deviceTable>;
