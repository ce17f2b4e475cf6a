import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { seedAccounts } from '../../simulator/accounts/seed.ts'
import { type Simulator, startSimulator } from '../../simulator/start.ts'
import { startProvider, type TestProvider } from '../oidc/provider.ts'
import { type Receiver, startReceiver } from '../receiver.ts'
import { type Canary, phoneCanary, randomHex, randomSecret, secretCanary } from './canaries.ts'
import { type Observed, observe } from './observed.ts'

/** Handset, everybody it speaks to, and what must not get out. */
export interface World {
  seen: Observed
  simulator: Simulator
  receiver: Receiver
  provider: TestProvider
  mailPort: number
  /** Allowed by the operator, but nobody listens there. */
  closedPort: number
  planted: ReturnType<typeof plant>
  /** Secrets that Handset makes itself, and the answers that they are given in. */
  madeHere: { canary: Canary; shownIn: string[] }[]
  /** The headers of the owner, and of a key that may do everything. */
  owner: Record<string, string>
  key: Record<string, string>
  close(): Promise<void>
}

export async function openWorld(): Promise<World> {
  const planted = plant()
  const [simulator, receiver, provider, mail, closedPort] = await Promise.all([
    startCarrier(planted),
    startReceiver(),
    startProvider(),
    startMailServer(planted.mailPassword.value),
    findClosedPort(),
  ])
  const seen = await observe({
    HANDSET_SIMULATOR_URL: simulator.url,
    HANDSET_ALLOW_HOSTS: `${receiver.host},${provider.host},127.0.0.1:${closedPort}`,
  })
  return {
    seen,
    simulator,
    receiver,
    provider,
    mailPort: mail.port,
    closedPort,
    planted,
    madeHere: [],
    owner: { origin: seen.url },
    key: {},
    close: () => Promise.all([simulator.stop(), receiver.stop(), provider.stop(), mail.stop()]).then(() => {}),
  }
}

function plant() {
  return {
    password: secretCanary('password', `pass ${randomSecret()}`),
    wrongPassword: secretCanary('wrong password', `pass ${randomSecret()}`),
    mailPassword: secretCanary('mail password', `${randomSecret()}/+=`),
    wrongMailPassword: secretCanary('wrong mail password', `${randomSecret()}/+=`),
    authToken: secretCanary('auth token', randomHex()),
    newAuthToken: secretCanary('new auth token', randomHex()),
    wrongAuthToken: secretCanary('wrong auth token', randomHex()),
    apiKeySecret: secretCanary('API key secret', randomSecret()),
    wrongApiKeySecret: secretCanary('wrong API key secret', randomSecret()),
    signingSecret: secretCanary('signing secret', Buffer.from(randomSecret()).toString('base64')),
    querySecret: secretCanary('query secret', `${randomSecret()}+/=&ü`),
    clientSecret: secretCanary('client secret', `${randomSecret()}+/=%`),
    wrongClientSecret: secretCanary('wrong client secret', randomSecret()),
    code: secretCanary('code', `code ${randomSecret().slice(0, 16)}`),
    body: secretCanary('body', `word ${randomSecret().slice(0, 16)}`),
    eventCode: secretCanary('code of an event', `item ${randomSecret().slice(0, 16)}`),
    phone: phoneCanary('phone'),
    redirectPhone: phoneCanary('redirect phone'),
    eventPhone: phoneCanary('phone of an event'),
    optOutPhone: phoneCanary('opted out phone'),
  }
}

/** The carrier, with secrets of our choosing. */
function startCarrier({ authToken, apiKeySecret }: World['planted']): Promise<Simulator> {
  const accounts = seedAccounts(Date.now())
  accounts[0]!.authToken = authToken.value
  accounts[0]!.keys[0]!.secret = apiKeySecret.value
  const delays = { choosingMs: 1, queuedMs: 1, sendingMs: 1, deliveryMs: 5, lateMs: 50, pricingMs: 5 }
  return startSimulator({ port: 0, accounts, delays })
}

/** Says the password that it was given in its refusal, as no server should. */
async function startMailServer(password: string): Promise<{ port: number; stop(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (given, _session, done) =>
      given.password === password ? done(null, { user: given.username }) : done(new Error(`not ${given.password}`)),
    onData: (stream, _session, done) => void stream.resume().once('end', () => done()),
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function findClosedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
