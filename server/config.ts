import { join, resolve } from 'node:path'
import { z } from 'zod'
import { SHORTEST_SETTLE_SECONDS } from './messages/patience.ts'

/**
 * The only reader of the environment. Each line of `docs/guides/configuration.md` is made from here, so a setting is
 * described where it is read.
 */
const settings = {
  HANDSET_PORT: z.coerce.number().int().min(0).max(65535).default(4000).describe('Port of the console and the API.'),
  HANDSET_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on. Put a TLS proxy in front for others to reach it.'),
  HANDSET_SIMULATOR_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(4010)
    .describe('Port of the carrier simulator.'),
  HANDSET_SIMULATOR_URL: z
    .url()
    .optional()
    .describe('A simulator started elsewhere. Offers it as a provider and allows its host.'),
  HANDSET_SIMULATOR_SPEED: z.coerce
    .number()
    .min(1)
    .max(100)
    .default(1)
    .describe(
      'Waits for the simulator are this many times shorter: for fault tests. Real providers are never hurried.',
    ),
  HANDSET_SETTLE_SECONDS: z.coerce
    .number()
    .int()
    .min(SHORTEST_SETTLE_SECONDS)
    .max(86_400)
    .default(SHORTEST_SETTLE_SECONDS)
    .describe('A text in doubt is looked for twice in the list of its provider, at least this long apart.'),
  HANDSET_DATA_DIR: z.string().default('.handset').describe('Folder of the embedded database, the key and demo.json.'),
  HANDSET_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where the world reaches Handset: for receipts and links. Wins over what the console says.'),
  HANDSET_KEY_FILE: z
    .string()
    .optional()
    .describe('The installation key: 32 bytes in base64. Required with DATABASE_URL.'),
  HANDSET_ALLOW_HOSTS: z
    .string()
    .default('')
    .describe('Comma-separated host:port pairs that may be private or plain http.'),
  HANDSET_ROLE: z.enum(['all', 'api', 'worker']).default('all').describe('What this process does.'),
  HANDSET_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(512)
    .default(64)
    .describe('Connections a worker keeps to one provider.'),
  HANDSET_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  HANDSET_SMTP_URL: z
    .string()
    .optional()
    .describe('Mail server, as smtp://user:password@host:port. Wins over the console.'),
  HANDSET_MAIL_FROM: z.email().optional().describe('Sender address of mail; needed with HANDSET_SMTP_URL.'),
  DATABASE_URL: z.string().optional().describe('A PostgreSQL 16 or newer. Without it the embedded one is started.'),
} as const

export type Environment = Record<string, string | undefined>

export interface Config {
  port: number
  host: string
  simulatorPort: number
  simulatorUrl: string | null
  simulatorSpeed: number
  settleSeconds: number
  dataDir: string
  publicUrl: string | null
  keyFile: { path: string; from: 'environment' | 'data_dir' }
  allowHosts: string[]
  role: 'all' | 'api' | 'worker'
  connections: number
  logLevel: string
  smtp: { url: string; from: string } | null
  databaseUrl: string | null
}

/** @throws {Error} with one line for each setting that cannot be used. */
export function readConfig(environment: Environment = process.env): Config {
  const given = Object.fromEntries(Object.keys(settings).map((name) => [name, environment[name] || undefined]))
  const read = z.object(settings).safeParse(given)
  if (!read.success)
    throw new Error(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const value = read.data
  if (value.DATABASE_URL && !value.HANDSET_KEY_FILE)
    throw new Error('With DATABASE_URL, HANDSET_KEY_FILE must say where the installation key lies.')
  if (value.HANDSET_SMTP_URL && !value.HANDSET_MAIL_FROM) throw new Error('HANDSET_SMTP_URL needs HANDSET_MAIL_FROM.')
  const dataDir = resolve(value.HANDSET_DATA_DIR)
  return {
    port: value.HANDSET_PORT,
    host: value.HANDSET_HOST,
    simulatorPort: value.HANDSET_SIMULATOR_PORT,
    simulatorUrl: value.HANDSET_SIMULATOR_URL?.replace(/\/+$/, '') ?? null,
    simulatorSpeed: value.HANDSET_SIMULATOR_SPEED,
    settleSeconds: value.HANDSET_SETTLE_SECONDS,
    dataDir,
    publicUrl: value.HANDSET_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    keyFile: value.HANDSET_KEY_FILE
      ? { path: resolve(value.HANDSET_KEY_FILE), from: 'environment' }
      : { path: join(dataDir, 'key'), from: 'data_dir' },
    allowHosts: [
      ...value.HANDSET_ALLOW_HOSTS.split(',')
        .map((pair) => pair.trim())
        .filter(Boolean),
      ...hostOf(value.HANDSET_SIMULATOR_URL),
    ],
    role: value.HANDSET_ROLE,
    connections: value.HANDSET_CONNECTIONS,
    logLevel: value.HANDSET_LOG_LEVEL,
    smtp: value.HANDSET_SMTP_URL ? { url: value.HANDSET_SMTP_URL, from: value.HANDSET_MAIL_FROM! } : null,
    databaseUrl: value.DATABASE_URL ?? null,
  }
}

/** For the guide: name, default and purpose of each setting. */
export function describeConfig(): { name: string; fallback: string; purpose: string }[] {
  return Object.entries(settings).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined).data
    return { name, fallback: fallback === undefined ? '' : String(fallback), purpose: schema.description ?? '' }
  })
}

function hostOf(url: string | undefined): string[] {
  if (!url) return []
  const { hostname, port, protocol } = new URL(url)
  return [`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`]
}
