import { z } from 'zod';
import { errorCodes } from '../../preload/contract/errors.ts';
import { centreRequest } from '../../preload/contract/models/acts.ts';
import { commandId, identifier } from '../../preload/contract/models/base.ts';
import { commandEnding, commandState } from '../../preload/contract/models/commands.ts';
import { commandAnswer } from './hub-interface.ts';
import { operatorProof } from './operator-act.ts';
import { sealedAnswer } from './sealed-answer.ts';

/** `POST /v1/commands/issue`: one signed command whose answer its visitor waits for. The same again never issues twice. */
export const issueRequest = z.strictObject({ envelope: z.string().max(64 * 1024) });
export const issueResponse = z.strictObject({
  answer: commandAnswer,
  /** Where the command stands; null for one that was not taken. */
  standing: z
    .strictObject({
      state: commandState,
      ending: commandEnding.nullable(),
      refusal: z.enum(errorCodes).nullable(),
    })
    .nullable(),
  /** What was issued by this very request, and by no other. */
  sealed: sealedAnswer.nullable(),
});

/** `POST /v1/commands/proof`: a code of the new TOTP was right at the station that issued it. */
export const proofRequest = z.strictObject({ command: commandId });
export const proofResponse = z.strictObject({ state: commandState, ending: commandEnding.nullable() });

/** `POST /v1/requests`: what the centre still has to do by hand, for an operator who may see it. */
export const requestsRequest = z.strictObject({ operator: identifier, proof: operatorProof });
export const requestsResponse = z.strictObject({ requests: z.array(centreRequest).max(500) });
