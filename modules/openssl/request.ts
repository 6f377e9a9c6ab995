/** What a certificate request asks for: Ansible's arguments, and openssl's configuration for them. */
import { absolutePath, type EditFailure, flag, integer, list, notYet, text, z } from 'swk'

const name = text.optional()

export const requestArgs = {
  privatekey_path: absolutePath.describe('The private key that signs the request.'),
  common_name: name.describe('The name of the host (CN).'),
  country_name: name.describe('Two letters (C).'),
  state_or_province_name: name.describe('ST.'),
  locality_name: name.describe('L.'),
  organization_name: name.describe('O.'),
  organizational_unit_name: name.describe('OU.'),
  email_address: name.describe('The address of who is responsible.'),
  subject: z
    .record(z.string().regex(/^\w+$/), z.union([text, z.array(text)]))
    .optional()
    .describe('More fields of the subject, by their names in openssl.'),
  subject_alt_name: list.optional().describe('Names of the certificate: DNS:example.org, IP:192.0.2.1.'),
  subject_alt_name_critical: flag.default(false).describe('Whether they must be understood.'),
  use_common_name_for_san: flag.default(true).describe('Without `subject_alt_name`: the common name is one.'),
  key_usage: list.optional().describe('Such as digitalSignature, keyEncipherment.'),
  key_usage_critical: flag.default(false).describe('Whether it must be understood.'),
  extended_key_usage: list.optional().describe('Such as serverAuth.'),
  extended_key_usage_critical: flag.default(false).describe('Whether it must be understood.'),
  basic_constraints: list.optional().describe('Such as CA:FALSE.'),
  basic_constraints_critical: flag.default(false).describe('Whether they must be understood.'),
  digest: z.string().regex(/^\w+$/).default('sha256').describe('The hash that is signed.'),
  version: integer.optional().describe('Accepted: there is only 1.'),
  select_crypto_backend: z.string().optional().describe('Accepted.'),
  privatekey_content: notYet('Name the key with `privatekey_path`.'),
  privatekey_passphrase: notYet(),
  subject_ordered: notYet(),
  ocsp_must_staple: notYet(),
  name_constraints_permitted: notYet(),
  name_constraints_excluded: notYet(),
  crl_distribution_points: notYet(),
  create_subject_key_identifier: notYet(),
  subject_key_identifier: notYet(),
  authority_key_identifier: notYet(),
}

export const requestAliases = {
  privatekey: 'privatekey_path',
  CN: 'common_name',
  commonName: 'common_name',
  C: 'country_name',
  countryName: 'country_name',
  ST: 'state_or_province_name',
  stateOrProvinceName: 'state_or_province_name',
  L: 'locality_name',
  localityName: 'locality_name',
  O: 'organization_name',
  organizationName: 'organization_name',
  OU: 'organizational_unit_name',
  organizationalUnitName: 'organizational_unit_name',
  E: 'email_address',
  emailAddress: 'email_address',
  subjectAltName: 'subject_alt_name',
  keyUsage: 'key_usage',
  extendedKeyUsage: 'extended_key_usage',
  extKeyUsage: 'extended_key_usage',
  basicConstraints: 'basic_constraints',
} as const

export type Request = z.output<z.ZodObject<typeof requestArgs>>

const fields = [
  ['C', 'country_name'],
  ['ST', 'state_or_province_name'],
  ['L', 'locality_name'],
  ['O', 'organization_name'],
  ['OU', 'organizational_unit_name'],
  ['CN', 'common_name'],
  ['emailAddress', 'email_address'],
] as const

/** The subject as Ansible orders it, with Ansible's names of its fields. */
export function subjectOf(request: Request): readonly (readonly [string, string])[] {
  const more = Object.entries(request.subject ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
  const own = fields.flatMap(([name, key]): [string, string][] => {
    const value = request[key]
    return value === undefined ? [] : [[name, value]]
  })
  return [...more, ...own]
}

export function namesOf({ subject_alt_name: names, common_name, use_common_name_for_san }: Request): readonly string[] {
  if (names !== undefined) return names
  return common_name !== undefined && use_common_name_for_san ? [`DNS:${common_name}`] : []
}

export function checkRequest(request: Request, fail: (fault: EditFailure) => void): void {
  for (const found of request.subject_alt_name ?? [])
    if (!/^(DNS|IP|email|URI|RID|otherName|dirName):[^,\n]+$/.test(found))
      fail({ message: 'This is not a name.', path: ['subject_alt_name'], found, expected: 'DNS:NAME or IP:ADDRESS' })
  for (const [name, found] of subjectOf(request))
    if (/[\n\0]/.test(found)) fail({ message: `\`${name}\` of the subject must be one line.`, found })
  for (const found of [request.key_usage, request.extended_key_usage, request.basic_constraints].flatMap(l => l ?? []))
    if (!/^[\w.:-]+( [\w.-]+)*$/.test(found)) fail({ message: 'This is not the name of a usage.', found })
}

/** openssl's own configuration language: these characters mean something in it. */
const escaped = (value: string): string => value.replaceAll(/[\\$#"'`]/g, '\\$&')

/** Names that Ansible takes and openssl does not. */
const usages: Readonly<Record<string, string>> = {
  'Digital Signature': 'digitalSignature',
  'Non Repudiation': 'nonRepudiation',
  'Key Encipherment': 'keyEncipherment',
  'Data Encipherment': 'dataEncipherment',
  'Key Agreement': 'keyAgreement',
  'Certificate Sign': 'keyCertSign',
  'CRL Sign': 'cRLSign',
  'TLS Web Server Authentication': 'serverAuth',
  'TLS Web Client Authentication': 'clientAuth',
}

export function configOf(request: Request): string {
  const subject = subjectOf(request).map(([name, value], i) => `${i}.${name} = ${escaped(value)}`)
  const extension = (key: string, isCritical: boolean, values: readonly string[] = []): string[] => {
    if (values.length === 0) return []
    const given = values.map(value => escaped(usages[value] ?? value))
    return [`${key} = ${[...(isCritical ? ['critical'] : []), ...given].join(',')}`]
  }
  const extensions = [
    ...extension('subjectAltName', request.subject_alt_name_critical, namesOf(request)),
    ...extension('keyUsage', request.key_usage_critical, request.key_usage),
    ...extension('extendedKeyUsage', request.extended_key_usage_critical, request.extended_key_usage),
    ...extension('basicConstraints', request.basic_constraints_critical, request.basic_constraints),
  ]
  const head = ['[req]', 'prompt = no', 'utf8 = yes', 'string_mask = utf8only', 'distinguished_name = subject']
  const reference = extensions.length === 0 ? [] : ['req_extensions = extensions']
  return [...head, ...reference, '[subject]', ...subject, '[extensions]', ...extensions].join('\n')
}

export const requestResult = (request: Request) => ({
  privatekey: request.privatekey_path,
  subject: subjectOf(request),
  subjectAltName: namesOf(request),
  keyUsage: request.key_usage ?? null,
  extendedKeyUsage: request.extended_key_usage ?? null,
  basicConstraints: request.basic_constraints ?? null,
})
