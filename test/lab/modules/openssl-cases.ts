import { type Case, q } from './case.ts'

const at = '/etc/ssl/swk'
const key = `${at}/k.pem`
const newKey = `rm -rf ${at}; mkdir -p ${at}; openssl genpkey -quiet -algorithm ED25519 -out ${key}`
const subject = 'A $B "C" #\\ ü'
const request = (name: string) => `openssl req -new -key ${key} -subj ${q(`/CN=${name}`)}`

export const opensslCases: readonly Case[] = [
  {
    name: 'openssl_privatekey: type and size, owner and mode',
    module: 'openssl_privatekey',
    args: { path: key, size: 2048, owner: 'daemon', mode: '0640' },
    absent: `rm -rf ${at}; mkdir -p ${at}`,
    partly: newKey,
    look: `openssl pkey -in ${key} -noout -text | head -n 1; stat -c '%U %a' ${key}; ls -A ${at}`,
    expect: 'Private-Key: (2048 bit, 2 primes)\ndaemon 640\nk.pem\n',
  },
  {
    name: 'openssl_csr: without a subject',
    module: 'openssl_csr',
    args: { path: `${at}/none.csr`, privatekey_path: key },
    absent: `${newKey}; rm -f ${at}/none.csr`,
    partly: `${newKey}; ${request('b.example.org')} -out ${at}/none.csr`,
    look: `cd ${at}; openssl req -in none.csr -noout -subject`,
    expect: 'subject=\n',
  },
  {
    name: 'openssl_csr: another subject than before',
    module: 'openssl_csr',
    args: {
      ...{ path: `${at}/r.csr`, privatekey_path: key, CN: 'a.example.org', O: subject, C: 'DE' },
      ...{
        subject_alt_name: 'DNS:a.example.org,IP:192.0.2.1',
        key_usage: ['digitalSignature'],
        key_usage_critical: true,
      },
    },
    absent: newKey,
    partly: `${newKey}; ${request('b.example.org')} -out ${at}/r.csr; chmod 600 ${at}/r.csr`,
    look: `cd ${at}; openssl req -in r.csr -noout -subject -verify -nameopt utf8,sep_comma_plus 2>/dev/null | grep CN; openssl req -in r.csr -noout -text | grep -A1 'X509v3' | tr -d ' '`,
    expect: `subject=C=DE,O=${subject},CN=a.example.org\nX509v3SubjectAlternativeName:\nDNS:a.example.org,IPAddress:192.0.2.1\nX509v3KeyUsage:critical\nDigitalSignature\n`,
  },
  {
    name: 'x509_certificate: signed by its key, for its request',
    module: 'x509_certificate',
    args: {
      ...{ path: `${at}/c.crt`, provider: 'selfsigned', privatekey_path: key, csr_path: `${at}/r.csr` },
      ...{ selfsigned_not_after: '+30d' },
    },
    absent: `${newKey}; ${request('a.example.org')} -addext subjectAltName=DNS:a.example.org -out ${at}/r.csr`,
    partly: `${newKey}; ${request('a.example.org')} -addext subjectAltName=DNS:a.example.org -out ${at}/r.csr; openssl req -x509 -new -key ${key} -subj /CN=old -out ${at}/c.crt`,
    look: `cd ${at}; openssl verify -CAfile c.crt c.crt; openssl x509 -in c.crt -noout -subject -ext subjectAltName; openssl x509 -in c.crt -noout -checkend $((29 * 86400)); openssl x509 -in c.crt -noout -checkend $((31 * 86400))`,
    expect:
      'c.crt: OK\nsubject=CN = a.example.org\nX509v3 Subject Alternative Name: \n    DNS:a.example.org\nCertificate will not expire\nCertificate will expire\n',
  },
]
