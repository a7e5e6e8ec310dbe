/**
 * One conversation with a subject, as text: requests go out one at a time, each with its answer before
 * the next. Whatever is not an answer to the request under way, or a notification of a training under
 * way, ends the conversation, since nothing that is said after it can be trusted.
 */
import { JSONRPCClient, JSONRPCErrorException, type JSONRPCResponse } from 'json-rpc-2.0';
import type { z } from 'zod';
import { excerpt, quoted } from '../../setting/printable.js';
import { firstFault } from '../../setting/setting.js';
import { jsonText, parseJsonText } from './json-text.js';
import { lineReader } from './lines.js';
import {
  answerSchema,
  type MethodName,
  type Notification,
  notificationSchema,
  type parameterSchemas,
  resultSchemas,
} from './protocol.js';
import { SubjectFault } from './subject-fault.js';

/** The conversation is over: the subject is gone, silent, or has said what cannot be understood. */
export class LostSubject extends SubjectFault {}

export interface Asking {
  /** The longest that the subject may be silent, in milliseconds. */
  readonly silence: number;
  /** The most bytes that a line of it may have. */
  readonly longest: number;
  /**
   * Called with what comes before the answer.
   * @returns whether it shows that work goes on, so that the silence begins anew
   * @throws SubjectFault when it cannot be, which ends the conversation
   */
  readonly onNotification?: (notification: Notification) => boolean;
}

export type Result<M extends MethodName> = z.output<(typeof resultSchemas)[M]>;
export type Parameters<M extends MethodName> = z.input<(typeof parameterSchemas)[M]>;

export interface Conversation {
  /**
   * Waits for what was asked before, then asks.
   * @throws SubjectFault when the answer is an error or wrong; LostSubject when there can be none.
   */
  ask<M extends MethodName>(method: M, params: Parameters<M>, asking: Asking): Promise<Result<M>>;
  /** Asks that the training under way be stopped. */
  cancel(): void;
  /** Bytes that came from the subject. */
  hear(bytes: Uint8Array): void;
  /** Ends it: nothing more will come. The first reason counts. */
  lose(reason: string): void;
  isLost(): boolean;
}

interface Pending extends Asking {
  readonly id: number;
  readonly live: () => void;
}

/**
 * @param send gets each line, with its end.
 * @param onLost is called once, when the conversation is over.
 */
export function startConversation(
  send: (line: string) => void,
  onLost: (reason: string) => void,
): Conversation {
  let pending: Pending | undefined;
  let lost: string | undefined;
  let asked = 0;
  let before: Promise<unknown> = Promise.resolve();
  const client = new JSONRPCClient(
    (message) => send(`${jsonText(message)}\n`),
    () => asked,
  );

  const lose = (reason: string): void => {
    if (lost !== undefined) return;
    lost = reason;
    client.rejectAllPendingRequests(reason);
    onLost(reason);
  };

  const onLine = (line: string): void => {
    if (line.trim() === '') return;
    if (!pending) throw new SubjectFault(`wrote ${quoted(line)} without being asked`);
    const message = readMessage(line);
    if ('method' in message) {
      if (!pending.onNotification) {
        throw new SubjectFault(`announced a ${message.method} while nothing is trained`);
      }
      if (pending.onNotification(message)) pending.live();
      return;
    }
    if (message.id !== pending.id) {
      throw new SubjectFault(`answered request ${message.id}, but request ${pending.id} is under way`);
    }
    pending = undefined;
    client.receive(message);
  };
  const reader = lineReader(() => pending?.longest ?? longestUnasked, onLine);

  const askNow = async <M extends MethodName>(
    method: M,
    params: Parameters<M>,
    asking: Asking,
  ): Promise<Result<M>> => {
    if (lost !== undefined) throw new LostSubject(lost);
    asked += 1;
    let timer: NodeJS.Timeout | undefined;
    const live = (): void => {
      clearTimeout(timer);
      const seconds = asking.silence / 1000;
      timer = setTimeout(() => lose(`has been silent for ${seconds} s after ${method}`), asking.silence);
    };
    const own = { ...asking, id: asked, live };
    pending = own;
    live();
    try {
      return readResult(method, await client.request(method, params));
    } catch (error) {
      // What was answered is an answer, even of a program that was lost right after it.
      if (lost !== undefined && pending === own) throw new LostSubject(lost);
      if (!(error instanceof JSONRPCErrorException)) throw error;
      throw new SubjectFault(`answered ${method} with the error ${quoted(error.message)}`);
    } finally {
      pending = undefined;
      clearTimeout(timer);
    }
  };

  return {
    ask(method, params, asking) {
      const answer = before.then(() => askNow(method, params, asking));
      before = answer.catch(() => undefined);
      return answer;
    },
    cancel() {
      if (lost === undefined) client.notify('cancel', {});
    },
    hear(bytes) {
      if (lost !== undefined) return;
      try {
        reader.push(bytes);
      } catch (error) {
        if (!(error instanceof SubjectFault)) throw error;
        lose(error.message);
      }
    },
    lose,
    isLost: () => lost !== undefined,
  };
}

/** Enough to quote what a subject writes though nothing was asked. */
const longestUnasked = 2 ** 16;

function readMessage(line: string): Notification | (JSONRPCResponse & { readonly id: number }) {
  let message: unknown;
  try {
    message = parseJsonText(line);
  } catch {
    throw new SubjectFault(
      `wrote ${quoted(line)} on stdout, which is not JSON; stdout is for answers alone, so print to stderr`,
    );
  }
  if (message === null || typeof message !== 'object' || Array.isArray(message)) {
    throw new SubjectFault(`wrote ${quoted(line)}, which is not a JSON object`);
  }
  const schema = 'method' in message ? notificationSchema : answerSchema;
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data as Notification | (JSONRPCResponse & { readonly id: number });
  const kind = 'method' in message ? `a notification (${excerpt(String(message.method))})` : 'an answer';
  throw new SubjectFault(
    `wrote ${kind} that is not as the protocol says: ${excerpt(faultOf(message, parsed.error))}`,
  );
}

/** A union says little of what is wrong with an answer. */
function faultOf(message: object, error: z.ZodError): string {
  if ('method' in message) return firstFault(error);
  if (!('jsonrpc' in message) || message.jsonrpc !== '2.0') return 'jsonrpc must be "2.0"';
  if (!('id' in message) || !Number.isInteger(message.id)) return 'id must be that of the request';
  if ('result' in message && 'error' in message) return 'it has both a result and an error';
  if (!('result' in message || 'error' in message)) return 'it has neither a result nor an error';
  if ('error' in message) return 'error must have a whole number as code and a message';
  const known = ['jsonrpc', 'id', 'result'];
  return `it has the unknown field ${Object.keys(message).find((key) => !known.includes(key))}`;
}

function readResult<M extends MethodName>(method: M, result: unknown): Result<M> {
  const parsed = resultSchemas[method].safeParse(result);
  if (parsed.success) return parsed.data as Result<M>;
  throw new SubjectFault(`answered ${method} wrongly: ${excerpt(firstFault(parsed.error))}`);
}
