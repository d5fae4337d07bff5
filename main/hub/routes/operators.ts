import {
  enrolmentFinishRequest,
  enrolmentFinishResponse,
  enrolmentOpenRequest,
  enrolmentProgress,
  enrolmentProveRequest,
  enrolmentRegisterRequest,
  statementRequest,
  statementResponse,
} from '../../exchange/operator-interface.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { acceptStatement } from '../operators/accept-statement.ts';
import { finishEnrolment, openEnrolment, proveKey, registerKey } from '../operators/enrol-operator.ts';
import { addCounterRoute } from './counter-route.ts';

const bodyLimit = 64 * 1024;

/** Operators' own statements about the registry, and the enrolment that an invitation allows. */
export function addOperatorRoutes(app: HubServer, context: HubContext): void {
  addCounterRoute(app, '/v1/operators/statements', {
    summary:
      'Invite, recover or revoke an operator, or set up one’s own app or Windows Hello, by a signed statement',
    bodyLimit,
    body: statementRequest,
    answer: statementResponse,
    handle: (station, body) => acceptStatement(context, station, body, context.now()),
  });
  addCounterRoute(app, '/v1/operators/enrolment', {
    summary: 'Begin an enrolment with its one-time code',
    bodyLimit,
    body: enrolmentOpenRequest,
    answer: enrolmentProgress,
    handle: (station, body) => openEnrolment(context, { ...body, station: station.id }),
  });
  addCounterRoute(app, '/v1/operators/enrolment/register', {
    summary: 'Register a key by the policy’s rule of attestation',
    bodyLimit,
    body: enrolmentRegisterRequest,
    answer: enrolmentProgress,
    handle: (station, body) => registerKey(context, { ...body, station: station.id }),
  });
  addCounterRoute(app, '/v1/operators/enrolment/prove', {
    summary: 'The test signature of the key that was just registered',
    bodyLimit,
    body: enrolmentProveRequest,
    answer: enrolmentProgress,
    handle: (station, body) => proveKey(context, { ...body, station: station.id }),
  });
  addCounterRoute(app, '/v1/operators/enrolment/finish', {
    summary: 'Make the operator’s record active',
    bodyLimit,
    body: enrolmentFinishRequest,
    answer: enrolmentFinishResponse,
    handle: (station, body) => finishEnrolment(context, { ...body, station: station.id }),
  });
}
