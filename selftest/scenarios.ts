import { findFaketime } from './faketime.ts'
import { type Length, type Lengths, lengthFor } from './length.ts'
import { muddleCallbacks } from './scenarios/callbacks.ts'
import { confuseClocks } from './scenarios/clocks.ts'
import { cutNetwork } from './scenarios/cut-network.ts'
import { deployAgainAndAgain } from './scenarios/deploy.ts'
import { live } from './scenarios/embedded.ts'
import { hang } from './scenarios/hanging.ts'
import { killDatabase } from './scenarios/killed-database.ts'
import { killWorkers } from './scenarios/killed-workers.ts'
import { listLate } from './scenarios/late-listing.ts'
import { keepPace } from './scenarios/pace.ts'
import { pauseWorkers } from './scenarios/paused-workers.ts'
import { crowdTheQueue } from './scenarios/queue.ts'
import { refuseTooMany } from './scenarios/too-many-requests.ts'
import { killEverything } from './scenarios/whole-host.ts'
import type { Outcome, Trial } from './trial.ts'

export interface Scenario {
  id: string
  /** What goes wrong, in a few words. */
  title: string
  run(trial: Trial, minutes: number): Promise<Outcome>
  /** Why it cannot be carried out on this machine; null when it can. */
  obstacle(): string | null
  /** Nothing goes wrong in it: it is about order and number. */
  faultless: boolean
}

const FAULTLESS = { faultless: true }

/** Size and pauses of each for runs of 3, 10 and 60 minutes in all; `pauseMs` are the shortest and the longest. */
export const SCENARIOS: Scenario[] = [
  scenario('F-01', 'workers are killed (kill -9) while they send', killWorkers, {
    3: { texts: 250, perSecond: 70, workers: 2, pauseMs: [500, 1200] },
    10: { texts: 1500, perSecond: 70, workers: 4, pauseMs: [400, 1000] },
    60: { texts: 5000, perSecond: 40, workers: 4, pauseMs: [250, 600] },
  }),
  scenario('F-02', 'the same, and PostgreSQL is killed again and again', killDatabase, {
    3: { texts: 250, perSecond: 70, workers: 2, pauseMs: [500, 1200], databasePauseMs: [800, 1500] },
    10: { texts: 1500, perSecond: 70, workers: 4, pauseMs: [400, 1000], databasePauseMs: [3000, 5000] },
    60: { texts: 5000, perSecond: 40, workers: 4, pauseMs: [250, 600], databasePauseMs: [6000, 6000] },
  }),
  scenario('F-03', 'every process is killed at once, the database too', killEverything, {
    3: { texts: 600, perSecond: 200, workers: 2, pauseMs: [400, 1000], times: 3 },
    10: { texts: 3000, perSecond: 200, workers: 2, pauseMs: [500, 1500], times: 10 },
    60: { texts: 27_000, perSecond: 200, workers: 4, pauseMs: [500, 2000], times: 50 },
  }),
  scenario('F-04', 'of the calls to the provider 30 % are accepted and never answered', hang, {
    3: { texts: 2000, perSecond: 250, workers: 2, otherSeconds: 6 },
    10: { texts: 4000, perSecond: 250, workers: 2, otherSeconds: 20 },
    60: { texts: 9000, perSecond: 250, workers: 4, otherSeconds: 60 },
  }),
  scenario('F-05', 'the provider refuses most requests: too many (429)', refuseTooMany, {
    3: { texts: 200, perSecond: 40, workers: 2 },
    10: { texts: 1000, perSecond: 40, workers: 2 },
    60: { texts: 12_000, perSecond: 40, workers: 4 },
  }),
  scenario('F-07', "the provider's listing shows texts late, without receipts and with", listLate, {
    3: { texts: 40, perSecond: 60, workers: 2, lags: 1 },
    10: { texts: 150, perSecond: 60, workers: 2, lags: 2 },
    60: { texts: 400, perSecond: 40, workers: 4, lags: 4 },
  }),
  scenario('F-09', 'the network to the database is cut, goes silent, or breaks right after a commit', cutNetwork, {
    3: { texts: 250, perSecond: 80, workers: 2, pauseMs: [300, 900], silenceMs: [200, 800] },
    10: { texts: 1500, perSecond: 60, workers: 3, pauseMs: [1000, 3000], silenceMs: [200, 5000] },
    60: { texts: 6000, perSecond: 25, workers: 4, pauseMs: [5000, 15_000], silenceMs: [1000, 60_000] },
  }),
  scenario('F-10', 'one process with a database of its own, and what can befall it', live, {
    3: { texts: 150, perSecond: 30, rounds: 1 },
    10: { texts: 600, perSecond: 30, rounds: 3 },
    60: { texts: 3000, perSecond: 30, rounds: 20 },
  }),
  scenario('F-11', 'workers are paused for as long as it takes to be taken for dead, and go on', pauseWorkers, {
    3: { texts: 250, perSecond: 60, workers: 2, pauseMs: [100, 500], deaths: 1, perSecondMeanwhile: 10 },
    10: { texts: 1500, perSecond: 60, workers: 4, pauseMs: [100, 1000], deaths: 2, perSecondMeanwhile: 20 },
    60: { texts: 8000, perSecond: 30, workers: 4, pauseMs: [100, 1000], deaths: 8, perSecondMeanwhile: 20 },
  }),
  scenario(
    'F-12',
    'clocks of the workers are wrong by 10 minutes, and one is set back by an hour',
    confuseClocks,
    {
      3: { texts: 150, perSecond: 60 },
      10: { texts: 900, perSecond: 60 },
      60: { texts: 5000, perSecond: 40 },
    },
    { obstacle: () => (findFaketime() ? null : 'libfaketime was not found') },
  ),
  scenario(
    'F-17',
    'a hundred texts at once from a sender that may send 20 a second, and two processes',
    keepPace,
    {
      3: { texts: 60, workers: 2 },
      10: { texts: 100, workers: 2 },
      60: { texts: 600, workers: 4 },
    },
    FAULTLESS,
  ),
  scenario(
    'F-18',
    'twenty callers post as fast as they can, many workers take from one queue',
    crowdTheQueue,
    {
      3: { textsEach: 25, workers: 4 },
      10: { textsEach: 100, workers: 8 },
      60: { textsEach: 200, workers: 20 },
    },
    FAULTLESS,
  ),
  scenario('F-19', 'receipts come three times, in the wrong order, never, too early, or forged', muddleCallbacks, {
    3: { texts: 200, perSecond: 80, workers: 2 },
    10: { texts: 1000, perSecond: 80, workers: 2 },
    60: { texts: 5000, perSecond: 80, workers: 2 },
  }),
  scenario('F-27', 'every process is deployed anew in turn while texts come in', deployAgainAndAgain, {
    3: { texts: 700, perSecond: 150, workers: 2, pauseMs: [300, 300] },
    10: { texts: 4000, perSecond: 150, workers: 3, pauseMs: [1000, 1000] },
    60: { texts: 30_000, perSecond: 200, workers: 4, pauseMs: [3000, 3000] },
  }),
]

function scenario<L extends Length>(
  id: string,
  title: string,
  play: (trial: Trial, length: L) => Promise<Outcome>,
  lengths: Lengths<L>,
  { obstacle = () => null, faultless = false }: Partial<Pick<Scenario, 'obstacle' | 'faultless'>> = {},
): Scenario {
  return { id, title, run: (trial, minutes) => play(trial, lengthFor(lengths, minutes)), obstacle, faultless }
}
