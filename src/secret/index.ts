/** Secrets: a type that does not show itself, and what every output does about the texts that it gave. */
export {
  forgetSecrets,
  hasSecrets,
  holdsSecret,
  learn,
  learnDerived,
  learnResult,
  MASK,
  noteUse,
  redact,
  redactData,
  uncounted,
  usesOfSecrets,
} from './known.ts'
export { eventRedactor, redactDiff } from './redact-event.ts'
export { asSecrets, Secret } from './secret.ts'
