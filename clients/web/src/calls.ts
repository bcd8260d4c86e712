import type { Request } from './commands.js';
import { type Result, toPublication } from './convert.js';
import { type Data, toBytes } from './data.js';
import type { History, HistoryOptions, Presence, PresenceStats, PublishOptions, Published } from './types.js';

type ValueOf<K> = Extract<Result, { $case: K }> extends { value: infer V } ? V : never;

/** What a client asks about one channel, whether or not it is subscribed to it. */
export class Calls {
  constructor(private readonly call: (request: Request) => Promise<Result>) {}

  async publish(channel: string, data: Data, options: PublishOptions = {}): Promise<Published> {
    const value = { channel, data: toBytes(data), idempotencyKey: options.idempotencyKey ?? '' };
    return this.#ask({ $case: 'publish', value }, 'publish');
  }

  async history(channel: string, options: HistoryOptions = {}): Promise<History> {
    const { limit = 0, since, reverse = false } = options;
    const page = await this.#ask({ $case: 'history', value: { channel, limit, since, reverse } }, 'history');
    return {
      publications: page.publications.map((publication) => toPublication(channel, publication)),
      position: { offset: page.offset, epoch: page.epoch },
      truncated: page.truncated,
    };
  }

  async presence(channel: string): Promise<Presence> {
    const { presence, truncated } = await this.#ask({ $case: 'presence', value: { channel } }, 'presence');
    return { clients: presence, truncated };
  }

  async presenceStats(channel: string): Promise<PresenceStats> {
    const { numClients, numUsers } = await this.#ask({ $case: 'presenceStats', value: { channel } }, 'presenceStats');
    return { clients: numClients, users: numUsers };
  }

  async #ask<K extends Request['$case'] & Result['$case']>(request: Request, kind: K): Promise<ValueOf<K>> {
    const result = await this.call(request);
    if (result.$case !== kind) throw new TypeError(`${kind} was answered with ${result.$case}`);
    return result.value as ValueOf<K>;
  }
}
