import { z } from 'zod';
import { identifier, language } from '../models/base.ts';
import { devicePlatform } from '../models/devices.ts';
import {
  clockCheck,
  clockVerdict,
  guideArticle,
  guideCounters,
  guideDevices,
  guideHit,
  guideOutcome,
  guideSlip,
  guideTriage,
  guideWords,
} from '../models/guide-answers.ts';
import { nothing, press, procedure } from './procedure.ts';

const everywhere = { surface: ['lab', 'counter'], role: null } as const;
/** As fast as somebody types, and each answer is a search. */
const searching = { burst: 30, perSecond: 12 } as const;
/** Each code is looked for among more than three thousand. */
const clockCodes = { burst: 6, perSecond: 0.2 } as const;
/** Paper: a few sheets, then one a minute. */
const paper = { burst: 3, perSecond: 1 / 60 } as const;

const slipChoice = z.strictObject({ outcomeId: identifier, counterId: identifier });

/** Help without signing in. What is typed here is answered and forgotten: never stored, never logged. */
export const guideProcedures = {
  'guide.words': procedure({
    input: nothing,
    output: guideWords,
    ...everywhere,
    byItself: true,
    rate: press,
  }),
  'guide.search': procedure({
    input: z.strictObject({ query: z.string().max(100), language }),
    output: z.array(guideHit).max(8),
    ...everywhere,
    rate: searching,
  }),
  'guide.article': procedure({
    input: z.strictObject({ id: identifier }),
    output: guideArticle,
    ...everywhere,
    rate: press,
  }),
  'guide.triage': procedure({ input: nothing, output: guideTriage, ...everywhere, rate: press }),
  'guide.outcome': procedure({
    input: z.strictObject({ id: identifier }),
    output: guideOutcome,
    ...everywhere,
    rate: press,
  }),
  'guide.counters': procedure({
    input: nothing,
    output: guideCounters,
    ...everywhere,
    byItself: true,
    rate: press,
  }),
  'guide.devices': procedure({
    input: z.strictObject({
      platform: devicePlatform.nullable(),
      /** One of the table's models; null for any other, or where nobody knows. */
      model: identifier.nullable(),
      version: z.string().max(40),
      /** The year in which the model came out. */
      year: z.number().int().min(1990).max(2100).nullable(),
    }),
    output: guideDevices,
    ...everywhere,
    rate: press,
  }),
  'guide.clockCheck.begin': procedure({
    input: nothing,
    output: clockCheck,
    ...everywhere,
    rate: { burst: 5, perSecond: 0.1 },
  }),
  'guide.clockCheck.judge': procedure({
    input: z.strictObject({ id: identifier, code: z.string().regex(/^\d{6}$/) }),
    output: clockVerdict,
    ...everywhere,
    rate: clockCodes,
  }),
  /** Asked by the face when somebody presses print; a page never needs it. */
  'guide.slip': procedure({ input: slipChoice, output: guideSlip, ...everywhere, rate: paper }),
  /** Answered by the face itself: prints the slip on the station's own printer, without a dialog. */
  'guide.printSlip': procedure({ input: slipChoice, output: nothing, ...everywhere, rate: press }),
  /** Answered by the face itself, to the sheet that it is about to print. */
  'guide.sheet': procedure({ input: nothing, output: guideSlip, ...everywhere, rate: press }),
  /** Told to the face by that sheet: it stands and can be printed. */
  'guide.sheetReady': procedure({ input: nothing, output: nothing, ...everywhere, rate: press }),
} as const;
