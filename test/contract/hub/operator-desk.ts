import { randomUUID } from 'node:crypto';
import type { EnrolmentProgress, StatementResponse } from '../../../main/exchange/operator-interface.ts';
import { type OperatorStatement, statementDigest } from '../../../main/exchange/operator-statement.ts';
import type { OperatorRules } from '../../../main/exchange/policy-document.ts';
import { createEnrollingKey, type EnrollingKey } from '../../rigs/enrolling-key.ts';
import type { HttpAnswer, HubBed, TestOperator, TestStation } from './hub-bed.ts';
import { rpId } from './hub-documents.ts';

export const rules: OperatorRules = {
  attestation: { models: null, roots: null, none: true },
  minimumKeys: 2,
  totp: true,
};

type Fields<Kind> = Omit<
  Extract<OperatorStatement, { kind: Kind }>,
  'v' | 'id' | 'institution' | 'station' | 'by' | 'issuedAt' | 'kind'
>;

/** A counter at which operators state things and enrol. */
export type OperatorDesk = ReturnType<typeof operatorDesk>;

export function operatorDesk(bed: HubBed, station: TestStation) {
  const post = (path: string, body: unknown) => bed.send(station, 'POST', `/v1/operators/${path}`, body);
  const desk = {
    station,
    post,
    statement: <Kind extends OperatorStatement['kind']>(
      by: TestOperator,
      kind: Kind,
      fields: Fields<Kind>,
    ): OperatorStatement =>
      ({
        v: 1,
        id: randomUUID(),
        institution: 'example',
        station: station.id,
        by: by.record.id,
        issuedAt: bed.now().toISOString(),
        kind,
        ...fields,
      }) as OperatorStatement,
    /** Hands a statement over as its signer signs it; `signer` signs in their place. */
    state: (statement: OperatorStatement, signer: TestOperator): Promise<HttpAnswer> =>
      post('statements', {
        statement,
        assertion: signer.signer.assert({ challenge: statementDigest(statement), rpId }),
      }),
    async say<Kind extends OperatorStatement['kind']>(
      by: TestOperator,
      kind: Kind,
      fields: Fields<Kind>,
    ): Promise<HttpAnswer> {
      return desk.state(desk.statement(by, kind, fields), by);
    },
    /** Invites a new operator and gives the code. */
    async invite(by: TestOperator, id: string, change: Partial<Fields<'invite'>> = {}): Promise<string> {
      const fields = {
        operator: id,
        name: { ja: '新人', en: 'New' },
        role: 'operator',
        person: null,
      } as const;
      return codeOf(await desk.say(by, 'invite', { ...fields, ...change }));
    },
    async recover(by: TestOperator, operator: string, revokeKeys: boolean): Promise<string> {
      return codeOf(await desk.say(by, 'recover', { operator, revokeKeys }));
    },
    open: (code: string) => post('enrolment', { code }),
    register: (code: string, key: EnrollingKey, challenge: string) =>
      post('enrolment/register', { code, label: 'key', registration: key.register({ challenge, rpId }) }),
    prove: (code: string, key: EnrollingKey, challenge: string) =>
      post('enrolment/prove', { code, assertion: key.assert({ challenge, rpId }) }),
    finish: (code: string) => post('enrolment/finish', { code }),
    /** Registers and proves one key; gives the progress. */
    async addKey(code: string, challenge: string, key = createEnrollingKey()): Promise<EnrolmentProgress> {
      const registered = progressOf(await desk.register(code, key, challenge));
      return progressOf(await desk.prove(code, key, registered.challenge));
    },
    /** A whole enrolment; gives the keys. */
    async enrol(code: string, count = 2): Promise<EnrollingKey[]> {
      let { challenge } = progressOf(await desk.open(code));
      const keys: EnrollingKey[] = [];
      for (let index = 0; index < count; index += 1) {
        const key = createEnrollingKey();
        ({ challenge } = await desk.addKey(code, challenge, key));
        keys.push(key);
      }
      const finished = await desk.finish(code);
      if (finished.status !== 200) throw new Error(JSON.stringify(finished.body));
      return keys;
    },
  };
  return desk;
}

export function progressOf(answer: HttpAnswer): EnrolmentProgress {
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body as EnrolmentProgress;
}

export function codeOf(answer: HttpAnswer): string {
  const body = answer.body as StatementResponse;
  if (answer.status !== 200 || body.kind !== 'code') throw new Error(JSON.stringify(answer.body));
  return body.code;
}
