/** What counting the segments of a text costs, against the plain way: a map asked once for each character. */
import { countSegments } from '../shared/sms/segments.ts'

const TEXTS = {
  'GSM-7, 160 characters': 'Your order 4711 is ready: pick it up at the counter today, 9-18 h. '
    .repeat(3)
    .slice(0, 160),
  'GSM-7, 160 septets with €': `${'€ 12, '.repeat(30).slice(0, 137)}`,
  'UCS-2, 160 characters': 'Ваш заказ готов, забирайте сегодня. '.repeat(5).slice(0, 160),
  'emoji, 160 units': 'Party 🎉 tonight 👨‍👩‍👧 '.repeat(8).slice(0, 160),
}

export async function run(args: string[]): Promise<void> {
  const rounds = Number(args[0] ?? 200_000)
  console.log(`${rounds} rounds each, median of 5`)
  for (const [name, text] of Object.entries(TEXTS)) {
    const ours = microsPerCall(() => countSegments(text).segments, rounds)
    const naive = microsPerCall(() => naiveSegments(text), rounds)
    const ratio = (naive / ours).toFixed(1)
    console.log(`${name}: ${ours.toFixed(3)} µs; map per character ${naive.toFixed(3)} µs; ratio ${ratio}`)
  }
}

const ALPHABET = new Map<string, number>()
for (let code = 0x20; code < 0x7f; code++) ALPHABET.set(String.fromCharCode(code), 1)
for (const character of '^{}\\[~]|€') ALPHABET.set(character, 2)

function naiveSegments(text: string): number {
  let units = 0
  let isGsm7 = true
  for (const character of text) {
    const septets = ALPHABET.get(character)
    if (septets === undefined) isGsm7 = false
    else units += septets
  }
  if (isGsm7) return units <= 160 ? 1 : Math.ceil(units / 153)
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
}

function microsPerCall(call: () => number, rounds: number): number {
  const samples: number[] = []
  let sink = 0
  for (let sample = 0; sample < 6; sample++) {
    const start = process.hrtime.bigint()
    for (let i = 0; i < rounds; i++) sink += call()
    samples.push(Number(process.hrtime.bigint() - start) / 1000 / rounds)
  }
  if (sink < rounds) throw new Error('the calls did not count anything')
  // The first sample warms up.
  return samples.slice(1).sort((a, b) => a - b)[2]!
}
