/**
 * What the platform allows, in one place. The documented numbers are from the CloudBase manual (read 2026-11);
 * those marked "assumed" could not be seen, and are rows of docs/fidelity/local-wechat.md.
 */
export const LIMITS = {
  /** `get()` of a query returns this many documents unless told otherwise, and never more than the maximum. */
  defaultQueryLimit: 100,
  maxQueryLimit: 1000,
  /** A transaction lives this long. */
  transactionMs: 30_000,
  /** Far less than the cloud takes for a request; enough for a second one, sent at the same time, to find the first. */
  transactionRequestMs: 2,
  /** Assumed: how long a plain write waits for a document that a transaction holds. Under the SDK's own 15 s. */
  lockWaitMs: 10_000,
  /** Documented for clients; assumed to hold for functions too. */
  documentBytes: 512 * 1024,
  /** Event and result of one synchronous call, as JSON. */
  payloadBytes: 6 * 1024 * 1024,
  /** Body of a text type through HTTP access; other types may fill the payload. */
  httpTextBytes: 100 * 1024,
  /** Names and values of one function's environment variables together. */
  environmentBytes: 4 * 1024,
  /** A function made by WeChat DevTools, unless its config.json says otherwise. */
  timeoutSec: 3,
  maxTimeoutSec: 60,
  /** Assumed: how long loading a bundle may take; it does not count against the time limit. */
  initTimeoutSec: 65,
  memorySizeMb: 256,
  /** The platform grants about 1000; a laptop does not. */
  instancesPerFunction: 4,
} as const
