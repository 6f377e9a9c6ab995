/** Secrets: a type that does not show itself, and what every output does about the texts that it gave. */
export {
  forgetSecrets,
  holdsSecret,
  learn,
  learnDerived,
  MASK,
  noteUse,
  redact,
  redactData,
  usesOfSecrets,
} from './known.ts'
export { redactEvent } from './redact-event.ts'
export { asSecrets, Secret } from './secret.ts'
