import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';
import { readSecretFile } from '../../provider/secret-file.ts';
import type { MailSettings } from './mail-settings.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same whenever the same notice is sent. */
  readonly messageId: string;
}

/**
 * - `sent`: the server took it. · `later`: it surely did not, try again. · `never`: it refused for good.
 * - `uncertain`: the connection broke after the text was handed over, and it may have been taken.
 */
export type MailOutcome = 'sent' | 'later' | 'never' | 'uncertain';

export type SendMail = (mail: Mail) => Promise<MailOutcome>;

/**
 * Sends by SMTP (RFC 5321), each mail over a connection of its own. Throws, before anything is sent, when a file that the
 * settings name can't be read.
 */
export function createMailTransport(settings: MailSettings): SendMail {
  const { authorityFile, from, host, passwordFile, port, tls, user } = settings;
  const options = {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    debug: true,
    ...(authorityFile === undefined ? {} : { tls: { ca: readFileSync(authorityFile, 'utf8') } }),
    ...(user === undefined || passwordFile === undefined
      ? {}
      : { auth: { user, pass: readSecretFile(passwordFile) } }),
  };
  return async (mail) => {
    let handedOver = false;
    const ignore = () => undefined;
    const logger = {
      level: ignore,
      trace: ignore,
      // Nothing is logged: only how far the dialogue came is of interest.
      debug(_: unknown, message: unknown) {
        if (message === 'DATA') handedOver = true;
      },
      info: ignore,
      warn: ignore,
      error: ignore,
      fatal: ignore,
    };
    const transport = nodemailer.createTransport({ ...options, logger });
    try {
      // Nobody's absence note answers a notice (RFC 3834).
      await transport.sendMail({ ...mail, from, headers: { 'Auto-Submitted': 'auto-generated' } });
      return 'sent';
    } catch (error) {
      return outcomeOf(error, handedOver);
    } finally {
      transport.close();
    }
  };
}

/** What a failed sending means: RFC 5321 §4.2.1 for replies; without one it depends on how far it had come. */
function outcomeOf(error: unknown, handedOver: boolean): MailOutcome {
  const { command, responseCode } = (error ?? {}) as { command?: unknown; responseCode?: unknown };
  // Our own rights at the server may be mended; what it says of the recipient is for good.
  const about = typeof command === 'string' && ['RCPT TO', 'DATA'].includes(command);
  if (typeof responseCode === 'number') return responseCode >= 500 && about ? 'never' : 'later';
  return handedOver ? 'uncertain' : 'later';
}
