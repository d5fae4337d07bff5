import { enrolRequest, enrolResponse, hubRefusal } from '../../exchange/hub-interface.ts';
import { enrol } from '../enrolment.ts';
import type { HubContext } from '../hub-context.ts';
import type { HubServer } from '../hub-server.ts';
import { sendRefusal } from '../refusal-status.ts';

/** `POST /v1/stations/enrol`: the one request that a station makes before it is known. */
export function addEnrolmentRoute(app: HubServer, context: HubContext): void {
  app.post(
    '/v1/stations/enrol',
    {
      config: { withoutProof: true },
      bodyLimit: 4 * 1024,
      schema: {
        summary: 'Enrol a station with a one-time token',
        body: enrolRequest,
        response: { 200: enrolResponse, '4xx': hubRefusal, '5xx': hubRefusal },
      },
    },
    async (request, reply) => {
      const enrolled = await enrol(context.database, request.body, context.key, context.now());
      return enrolled.ok ? reply.code(200).send(enrolled.value) : sendRefusal(reply, enrolled.refusal.code);
    },
  );
}
