/** The commands: what help tells of each, and where it is. Only the one that runs is imported. */
import type { Manual } from './help.ts'
import type { Command } from './io.ts'
import { historyOptions, rollbackOptions } from './journal-options.ts'
import { adhocOptions, playOptions, verifyOptions } from './play-options.ts'
import { topologyOptions } from './topology-options.ts'
import { vaultCommandOptions } from './vault-command-options.ts'

type Entry = Manual & { load(): Promise<Command> }

export const commands: Readonly<Record<string, Entry>> = {
  play: {
    usage: 'play PLAYBOOK -i INVENTORY [options]',
    summary: 'apply the playbook to the hosts',
    options: playOptions,
    examples: [
      'swk play site.yaml -i prod --check              print the changes as diffs, without applying them',
      'swk play site.yaml -i prod                      converge',
      'swk play site.yaml -i prod --limit hs1 --tags workers',
      'swk play site.yaml -i prod --check --plan x.plan  save what is to be done; swk play --plan x.plan does just that',
    ],
    load: async () => (await import('./play.ts')).play,
  },
  verify: {
    usage: 'verify PLAYBOOK -i INVENTORY [options]',
    summary: 'run only the verification of the playbook',
    options: verifyOptions,
    examples: [
      'swk verify site.yaml -i prod                     read the state, and request each route without a token',
      'swk verify site.yaml -i prod --active            also run the smoke test as a user, with its times',
    ],
    load: async () => (await import('./verify.ts')).verify,
  },
  rollback: {
    usage: 'rollback -i INVENTORY --limit HOST [options]',
    summary: 'take the last run on a host back',
    options: rollbackOptions,
    examples: [
      'swk rollback -i prod --limit hs1 --check         what would be taken back, as diffs',
      'swk rollback -i prod --limit hs1                 take the last run back',
      'swk rollback -i prod --limit hs1 --run ID        take that run back, and what later runs did to the same',
    ],
    load: async () => (await import('./rollback.ts')).rollback,
  },
  history: {
    usage: 'history -i INVENTORY [RUN] [options]',
    summary: 'the runs that changed each host, or the diffs of one run',
    options: historyOptions,
    examples: [
      'swk history -i prod                              when, who, playbook and revision, result, changes',
      'swk history -i prod --limit hs1 ID               what that run changed, as diffs',
    ],
    load: async () => (await import('./history.ts')).history,
  },
  adhoc: {
    usage: 'adhoc HOSTS -m MODULE -a ARGS -i INVENTORY [options]',
    summary: 'run one task on hosts',
    options: adhocOptions,
    examples: [
      "swk adhoc web -i prod -a 'systemctl is-active nginx'",
      "swk adhoc all -i prod -b -m apt -a 'name=htop state=present' --check",
    ],
    load: async () => (await import('./adhoc.ts')).adhoc,
  },
  topology: {
    usage: 'topology PLAYBOOK -i INVENTORY [options]',
    summary: 'what the topology of a playbook means, without a host',
    options: topologyOptions,
    examples: [
      'swk topology site.yaml -i prod                   the processes, their roles, routes, streams and sockets',
      'swk topology site.yaml -i prod --format files    the files as they would be written',
      "swk topology site.yaml -i prod --request 'GET /_matrix/client/v3/sync?since=1'",
    ],
    load: async () => (await import('./topology.ts')).topology,
  },
  show: {
    usage: 'show PLAN',
    summary: 'print a saved plan',
    options: {},
    load: async () => (await import('./show.ts')).show,
  },
  vault: {
    usage: 'vault encrypt|decrypt|edit|view|rekey|encrypt-string [FILE...]',
    summary: 'files and values encrypted as by ansible-vault',
    options: vaultCommandOptions,
    examples: [
      'swk vault encrypt group_vars/all/vault.yaml',
      'swk vault edit --vault-password-file ~/.vault-password group_vars/all/vault.yaml',
      'swk vault encrypt-string --vault-id prod@prompt --stdin-name db_password < password',
    ],
    load: async () => (await import('./vault.ts')).vault,
  },
  modules: {
    usage: 'modules [NAME]',
    summary: 'the modules that tasks can use, or the manual of one',
    options: {},
    load: async () => (await import('./modules.ts')).modules,
  },
  explain: {
    usage: 'explain [CODE]',
    summary: 'an error code at length, or all of them',
    options: {},
    load: async () => (await import('./explain.ts')).explain,
  },
  lab: {
    usage: 'lab up|down|list|ssh|prepare ...',
    summary: 'throw-away Debian hosts on this machine',
    load: async () => {
      const { lab } = await import('./lab.ts')
      return (argv, io) => lab([...argv], io)
    },
  },
}
