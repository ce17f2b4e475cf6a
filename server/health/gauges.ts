import { Gauge, Registry } from 'prom-client'
import type { Context } from '../kit/context.ts'
import { ALARM_NAMES } from './alarms.ts'
import { readFigures } from './figures.ts'
import type { Readiness } from './ready.ts'

/** What the database knows, as metrics: the same from every process. While it is away only `handset_ready` is told. */
export function openGauges() {
  const registry = new Registry()
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge<Label>({ name, help, labelNames, registers: [registry] })
  const ready = gauge('handset_ready', '1 while requests are answered and texts are kept.')
  const known = {
    sending: gauge('handset_sending', '1 while texts that are due are handed to providers.'),
    alarm: gauge('handset_alarm', '1 while the alarm stands.', ['name']),
    waiting: gauge('handset_messages_waiting', 'Texts waiting, by class; counted up to 10,000 each.', ['class']),
    oldest: gauge('handset_oldest_due_seconds', 'How long the oldest waiting text has been due, by class.', ['class']),
    doubts: gauge('handset_doubts', 'Attempts whose fate is not known yet; counted up to 10,000.'),
    undecided: gauge('handset_undecided', 'Of those, the ones that need a person’s decision.'),
    doubles: gauge('handset_doubles', 'Texts that were proven to be sent twice, ever.'),
    paced: gauge('handset_paced_senders', 'Senders that have a pace.'),
    closed: gauge('handset_paced_senders_closed', 'Senders that have used up their pace at this moment.'),
    pace: gauge(
      'handset_pace_segments_per_second',
      'Segments a second that all senders with a pace may send together.',
    ),
  }
  return {
    /** In the text format of Prometheus. */
    async show(context: Context, readiness: Readiness): Promise<string> {
      for (const one of Object.values(known)) one.reset()
      const figures = readiness.ready ? await readFigures(context).catch(noFigures(context)) : null
      ready.set(Number(figures !== null))
      if (!figures) return registry.getSingleMetricAsString('handset_ready')
      known.sending.set(Number(readiness.sending))
      for (const name of ALARM_NAMES)
        known.alarm.set({ name }, Number(readiness.alarms.some((alarm) => alarm.name === name)))
      for (const one of figures.waiting) {
        known.waiting.set({ class: one.class }, one.count)
        known.oldest.set({ class: one.class }, one.oldest_due_seconds)
      }
      known.doubts.set(figures.in_doubt)
      known.undecided.set(figures.undecided)
      known.doubles.set(figures.doubles)
      known.paced.set(figures.senders.paced)
      known.closed.set(figures.senders.closed)
      known.pace.set(figures.senders.segments_per_second)
      return registry.metrics()
    },
  }
}

/** The counters of this process are worth telling all the same. */
function noFigures(context: Context) {
  return (error: unknown) => {
    context.log.warn({ err: error }, 'the figures for /metrics could not be read')
    return null
  }
}
