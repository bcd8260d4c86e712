import { UnauthorizedError } from './errors.js';

/** Gives a token; throws {@link UnauthorizedError} when there will be none. */
export type GetToken<C> = (context: C) => Promise<string> | string;

/** A token and the way to a new one. */
export class TokenSource<C> {
  #token: string;
  #pending: Promise<string> | undefined;

  constructor(
    token: string | undefined,
    private readonly getToken: GetToken<C> | undefined,
    private readonly context: C,
  ) {
    this.#token = token ?? '';
  }

  /** True when a new one can be had. */
  get renewable(): boolean {
    return this.getToken !== undefined;
  }

  /** The token at hand; undefined when a new one must be fetched. `now`: the server's clock, Unix ms. */
  current(now: number): string | undefined {
    if (!this.getToken) return this.#token;
    return this.#token !== '' && expiry(this.#token) > now ? this.#token : undefined;
  }

  /** A new token; calls at the same time share one call of getToken. */
  fetch(): Promise<string> {
    this.#pending ??= this.#fetch().finally(() => (this.#pending = undefined));
    return this.#pending;
  }

  /** The token is of no use any more. */
  drop(): void {
    if (this.getToken) this.#token = '';
  }

  /** Another tab has a newer one. */
  replace(token: string): void {
    this.#token = token;
  }

  async #fetch(): Promise<string> {
    const token = await this.getToken!(this.context);
    if (typeof token !== 'string') {
      throw new UnauthorizedError('getToken gave no token: it must give a string, or throw UnauthorizedError');
    }
    return (this.#token = token);
  }
}

/** When a JWT expires, Unix ms; of any other token only the server knows. */
function expiry(token: string): number {
  const exp = claims(token)['exp'];
  return typeof exp === 'number' ? exp * 1000 : Infinity;
}

/** The user that a JWT names; the whole token when it is none. */
export function subject(token: string): string {
  const { sub } = claims(token);
  return typeof sub === 'string' ? sub : token;
}

/** What a JWT says; the server alone can tell whether it is true. */
function claims(token: string): Record<string, unknown> {
  try {
    const payload = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
