import { UnauthorizedError } from './errors.js';

/** Gives a token; throws {@link UnauthorizedError} when there will be none. */
export type GetToken<C> = (context: C) => Promise<string> | string;

/** A token and the way to a new one. */
export class TokenSource<C> {
  #token: string;
  #pending: Promise<string> | undefined;
  /** What getToken was asked for before the last drop is of no use either. */
  #generation = 0;

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
    const pending = (this.#pending ??= this.#fetch(this.#generation).finally(() => {
      if (this.#pending === pending) this.#pending = undefined;
    }));
    return pending;
  }

  /** The token is of no use any more. */
  drop(): void {
    if (!this.getToken) return;
    this.#generation++;
    this.#pending = undefined;
    this.#token = '';
  }

  /** Another tab has a newer one. */
  replace(token: string): void {
    this.#token = token;
  }

  async #fetch(generation: number): Promise<string> {
    const token = await this.getToken!(this.context);
    if (typeof token !== 'string') {
      throw new UnauthorizedError('getToken gave no token: it must give a string, or throw UnauthorizedError');
    }
    if (generation === this.#generation) this.#token = token;
    return token;
  }
}

/** When a JWT expires, Unix ms; of any other token only the server knows. */
function expiry(token: string): number {
  const exp = claims(token)['exp'];
  return typeof exp === 'number' ? exp * 1000 : Infinity;
}

/** All that a JWT says but when and how long: the same for the same user. Undefined where that cannot be told. */
export function identity(token: string): string | undefined {
  if (token === '') return ''; // anonymous
  const text = payload(token);
  // Of long numbers JavaScript knows the first digits only, and one may be a user's id.
  if (text === undefined || /[:,[]\s*-?[\d.]{16}/.test(text)) return undefined;
  const { exp, iat, nbf, jti, ...rest } = claims(token);
  return JSON.stringify(rest);
}

/** The user that a JWT names; undefined when it names none. */
export function subject(token: string): string | undefined {
  const { sub } = claims(token);
  return sub === undefined ? undefined : JSON.stringify(sub);
}

/** What a JWT says; the server alone can tell whether it is true. */
function claims(token: string): Record<string, unknown> {
  return JSON.parse(payload(token) ?? '{}') as Record<string, unknown>;
}

/** The claims of a JWT, as JSON; undefined when it is none. */
function payload(token: string): string | undefined {
  try {
    const base64 = token.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
    const text = new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : undefined;
  } catch {
    return undefined;
  }
}
