// The carrier in a process of its own, so that no fault of Handset's, and no load of the self-test's, is a fault of its.
import { startSimulator } from '../simulator/start.ts'
import { randomFrom } from './random.ts'

const [logFile, seed] = process.argv.slice(2)
const simulator = await startSimulator({
  port: 0,
  logFile: logFile!,
  random: randomFrom(Number(seed)).next,
  // A text is with the phone within a tenth of a second, so that every order of answers and receipts occurs.
  delays: { choosingMs: 10, queuedMs: 15, sendingMs: 20, deliveryMs: 60, lateMs: 500, pricingMs: 200 },
})
const account = simulator.state.accounts.find((one) => one.kind === 'Full' && one.status === 'active')!
process.once('disconnect', () => process.exit())
process.send!({ url: simulator.url, sid: account.sid, authToken: account.authToken })
