import type { Directory } from '../directory/directory.ts';
import type { SigningKey } from '../exchange/signing-key.ts';
import type { Provider } from '../provider/provider.ts';
import type { CommandLanes } from './commands/accept-command.ts';
import type { FeedWaiting } from './feed/waiting.ts';
import type { NetworkStanding } from './networks/network-watch.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { ProviderCalls } from './reconcile/provider-calls.ts';
import type { KnownStation } from './station-proof.ts';
import type { HubDatabase } from './store/hub-database.ts';

/** What every route works with. */
export interface HubContext {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
  /** Looks up and stores what several requests brought at the same time together. */
  readonly commandLanes: CommandLanes;
  readonly waiting: FeedWaiting;
  /** Per station, once its proof holds. */
  readonly stationLimit: RateLimiter;
  /** Per caller's address, before anything is verified. */
  readonly addressLimit: RateLimiter;
  /** Asked by routes for people's factors and for what a visitor waits for, and for nothing else. */
  readonly provider: Pick<Provider, 'factors' | 'resetFactor' | 'temporaryCode' | 'initialiseTotp'>;
  /** What has to be asked before each call of the provider. */
  readonly providerCalls: ProviderCalls;
  /** What has to be asked before that where somebody wants to know a person's factors: their part of the budget. */
  readonly factorQuestions: Pick<ProviderCalls, 'turn'>;
  /** How the provider was when it was last asked. */
  readonly providerHealth: () => Promise<'up' | 'down' | 'unknown'>;
  /** How the provider's exempt networks stand to the policy's rooms, as last looked at. */
  readonly networkStanding: () => Promise<NetworkStanding>;
  /** What lab stations may have asked about passwords; null for none. */
  readonly directory: Directory | null;
  /** Whether a mail is to be sent of each alert. */
  readonly alertsMailed: boolean;
  /** Folder of IT's signed repository of updates; where it is not there, none is given out. */
  readonly updates?: string;
  /** Aborted when the hub stops. */
  readonly stopping: AbortSignal;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they came; null where there are none. */
    rawBody: Buffer | null;
    /** The station whose proof holds; before that, the one that the proof names. */
    station: KnownStation | null;
  }
  interface FastifyContextConfig {
    /** Served without a station's proof. */
    readonly withoutProof?: boolean;
  }
}
