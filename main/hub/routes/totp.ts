import {
  totpConfirmRequest,
  totpConfirmResponse,
  totpSignInRequest,
  totpSignInResponse,
} from '../../exchange/operator-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { confirmTotp } from '../totp/totp-set-up.ts';
import { totpSignIn } from '../totp/totp-sign-in.ts';
import { addCounterRoute } from './counter-route.ts';

const bodyLimit = 4 * 1024;

/** Codes of operators' authenticator apps. A code that is not accepted is an answer, not a refusal: it is explained. */
export function addTotpRoutes(app: HubServer, context: HubContext): void {
  addCounterRoute(app, '/v1/operators/totp/confirm', {
    summary: 'The first code of an app that was set up',
    bodyLimit,
    body: totpConfirmRequest,
    answer: totpConfirmResponse,
    handle: (_, body) => confirmTotp(context, body, context.now()),
  });
  addCounterRoute(app, '/v1/operators/totp/sign-in', {
    summary: 'Sign an operator in by a code',
    bodyLimit,
    body: totpSignInRequest,
    answer: totpSignInResponse,
    handle: (station, body) => totpSignIn(context, station, body, context.now()),
  });
}
