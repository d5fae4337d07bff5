import { hubRefusal } from '../../exchange/hub-interface.ts';
import {
  totpConfirmRequest,
  totpConfirmResponse,
  totpSignInRequest,
  totpSignInResponse,
} from '../../exchange/operator-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';
import { confirmTotp } from '../totp/totp-set-up.ts';
import { totpSignIn } from '../totp/totp-sign-in.ts';
import { counterOf, refuseStation } from './operators.ts';

const security = [{ stationProof: [] }];
const refusals = { '4xx': hubRefusal, '5xx': hubRefusal } as const;

/** Codes of operators' authenticator apps. A code that is not accepted is an answer, not a refusal: it is explained. */
export function addTotpRoutes(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/operators/totp/confirm',
    {
      bodyLimit: 4 * 1024,
      schema: {
        summary: 'The first code of an app that was set up',
        security,
        body: totpConfirmRequest,
        response: { 200: totpConfirmResponse, ...refusals },
      },
    },
    async (request, reply) => {
      if (counterOf(request) === null) return refuseStation(reply);
      const answer = await confirmTotp(context, request.body, context.now());
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
  app.post(
    '/v1/operators/totp/sign-in',
    {
      bodyLimit: 4 * 1024,
      schema: {
        summary: 'Sign an operator in by a code',
        security,
        body: totpSignInRequest,
        response: { 200: totpSignInResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const station = counterOf(request);
      if (station === null) return refuseStation(reply);
      const answer = await totpSignIn(context, station, request.body, context.now());
      return answer.ok ? reply.code(200).send(answer.value) : sendRefusal(reply, answer.refusal.code);
    },
  );
}
