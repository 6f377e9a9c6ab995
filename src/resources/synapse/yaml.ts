/** YAML as Synapse has it: that of PyYAML, which is YAML 1.1. */
import { type Document, parse, parseDocument, stringify } from 'yaml'

/** Throws for what is not YAML. */
export const parseYaml = (text: string): unknown => parse(text, { version: '1.1', logLevel: 'error' })

/** What can be read of a text, faults or not. */
export const parseFaultyYaml = (text: string): unknown => parse(text, { version: '1.1', logLevel: 'silent' })

export const parseYamlDocument = (text: string): Document.Parsed =>
  parseDocument(text, { version: '1.1', logLevel: 'silent' })

/** `flow`: in one line. */
export const stringifyYaml = (value: unknown, style: 'flow' | 'any' = 'any'): string =>
  stringify(value, { version: '1.1', collectionStyle: style, lineWidth: 0 })
