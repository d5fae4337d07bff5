import type { FidoResult, KeyCareResult } from '../../../native/client/fido-error.ts';
import type { CredentialName } from '../../../native/client/key-care.ts';
import type { KeyDescription } from '../../../native/client/key-description.ts';
import type { KeyCredentials } from '../../../native/client/stored-credentials.ts';
import type { PinChange } from '../../../native/client/user-interaction.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '../../../native/client/webauthn-json.ts';
import type { HidDeviceInfo } from '../../../native/hid/hid-port.ts';
import type { SoftKeyGeneration } from '../../../native/softkey/soft-key-generation.ts';

export interface KeyToPlugIn {
  readonly id: string;
  /** Counts the first time only. */
  readonly initialPin?: string;
  readonly generation?: SoftKeyGeneration;
}

/** Whether somebody touches each key that waits for it. */
export type Hands = 'automatic' | 'still';

/** One operation of the project's own client on the real HID layer. */
export interface Ceremony {
  readonly origin: string;
  readonly pin: string;
  readonly devicePath?: string;
  /** What the person does each time that the client says that a key waits for a touch. */
  readonly whenTouchNeeded?: { readonly hands: 'touch' | 'pull-out' | 'give-up'; readonly keyId: string };
  /** The person pulls the key out when so many reports have passed, whatever the client is doing. */
  readonly pullOutAfter?: { readonly keyId: string; readonly reports: number };
}

export interface CeremonyOutcome<T> {
  readonly result: FidoResult<T>;
  /** What the person was told, in order. */
  readonly told: readonly string[];
  readonly milliseconds: number;
  /** From pulling the key out to the result. */
  readonly sincePulledOut: number | null;
  /** Keys that still waited for a touch when the operation was over. */
  readonly stillWaiting: readonly string[];
}

export interface ToolRun {
  readonly command: readonly string[];
  /** Written to its folder beforehand. */
  readonly files?: Readonly<Record<string, string>>;
  /** Read from its folder afterwards. */
  readonly collect?: readonly string[];
  /** With answers, even none, the program gets a terminal. */
  readonly answers?: readonly (readonly [question: string, answer: string])[];
}

export interface ToolOutcome {
  readonly status: number | null;
  /** What it wrote to its output, errors or terminal. */
  readonly output: string;
  readonly files: Readonly<Record<string, string>>;
}

/** What the tests can have done in the guest. */
export interface GuestCalls {
  /** Output: the hidraw device. */
  plugIn: { input: KeyToPlugIn; output: string };
  pullOut: { input: { readonly id: string }; output: null };
  setHands: { input: Hands; output: null };
  list: { input: null; output: FidoResult<readonly HidDeviceInfo[]> };
  /** Watches until so many keys are listed. Output: milliseconds since the last was plugged in or out. */
  watchUntil: { input: { readonly count: number }; output: number };
  register: {
    input: Ceremony & { readonly options: PublicKeyCredentialCreationOptionsJSON };
    output: CeremonyOutcome<RegistrationResponseJSON>;
  };
  authenticate: {
    input: Ceremony & { readonly options: PublicKeyCredentialRequestOptionsJSON };
    output: CeremonyOutcome<AuthenticationResponseJSON>;
  };
  describeKeys: { input: null; output: FidoResult<readonly KeyDescription[]> };
  setPin: { input: { readonly pin: string }; output: FidoResult<null> };
  changePin: { input: PinChange; output: FidoResult<null> };
  listCredentials: {
    input: { readonly pin: string; readonly rpId: string };
    output: FidoResult<KeyCredentials>;
  };
  deleteCredential: { input: CredentialName & { readonly pin: string }; output: FidoResult<null> };
  /** Erases a key; asked to plug it in anew, the person does. */
  resetKey: {
    input: { readonly keyId: string; readonly devicePath: string };
    output: { readonly result: KeyCareResult<null>; readonly told: readonly string[] };
  };
  run: { input: ToolRun; output: ToolOutcome };
  /** Lists and opens the keys as an ordinary user. Output: that program's. */
  lookWithoutPermission: { input: null; output: ToolOutcome };
}

export type GuestCallName = keyof GuestCalls;

/** The guest's side of some calls. */
export type GuestHandlers<Names extends GuestCallName> = {
  readonly [Name in Names]: (input: GuestCalls[Name]['input']) => Promise<GuestCalls[Name]['output']>;
};

/** A line from the tests to the guest. */
export interface GuestQuestion {
  readonly number: number;
  readonly call: GuestCallName;
  readonly input: unknown;
}

/** A line from the guest to the tests; `number` 0 says that the guest is ready. */
export type GuestAnswer =
  | { readonly number: number; readonly output: unknown }
  | { readonly number: number; readonly problem: string };
