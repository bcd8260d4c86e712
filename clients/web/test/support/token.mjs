// Tokens, as a backend makes them.

import { createHmac } from 'node:crypto';

/** What the servers of these tests verify tokens with. */
export const SECRET = 'a secret of the tests, long enough for every algorithm: 0123456789abcdef';

/** Options of a server that wants tokens. */
export const SECURE = { secure: true, client: { token: { hmac_secret_key: SECRET } } };

const part = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token of these claims. */
export function token(claims, secret = SECRET) {
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Unix seconds, `seconds` from now. */
export const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/**
 * A function that gives a new token each time: `calls` counts, `until(n)` waits
 * for the nth. `claims` is given the number of the call.
 */
export function tokenMaker(claims) {
  const waiting = [];
  const make = async (context) => {
    make.calls++;
    for (const { count, resolve } of waiting) if (make.calls >= count) resolve();
    return token(claims(make.calls, context));
  };
  make.calls = 0;
  make.until = (count) => new Promise((resolve) => waiting.push({ count, resolve }));
  return make;
}
