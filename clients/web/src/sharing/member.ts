import type { PbConnectRequest } from '../gen/fanwire/client/v1/commands.js';
import type { PbReply } from '../gen/fanwire/client/v1/client.js';
import type { PbPush } from '../gen/fanwire/client/v1/push.js';
import type { PushEvent } from '../convert.js';
import type { Post } from './messages.js';

export type Result = NonNullable<PbReply['result']>;

/** One tab's session at the hub. */
export class Member {
  /** Pings that it has not answered. */
  missed = 0;

  constructor(
    readonly request: PbConnectRequest,
    readonly post: Post,
  ) {}

  reply(id: number, result: Result | undefined): void {
    this.post({ kind: 'reply', reply: { id, result } });
  }

  push(channel: string, event: PushEvent): void {
    const value: PbPush = { id: 0n, channel, event };
    this.reply(0, { $case: 'push', value });
  }

  error(id: number, code: number, message: string): void {
    this.reply(id, { $case: 'error', value: { code, message, temporary: false } });
  }
}
