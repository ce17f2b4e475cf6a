import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Acknowledged, type Asked, type Check, check, readLines, type Said, type Taken } from './checker.ts'

/** What the self-test itself writes down, line by line as it happens: what it asked for and what was promised to it. */
export interface Records {
  folder: string
  asked(text: Asked): void
  acknowledged(text: Acknowledged): void
  said(states: Said[]): void
}

export function openRecords(folder: string): Records {
  mkdirSync(folder, { recursive: true })
  const file = (name: string) => join(folder, `${name}.jsonl`)
  for (const name of ['asked', 'acknowledged', 'said']) writeFileSync(file(name), '')
  const line = (name: string, row: object) => appendFileSync(file(name), `${JSON.stringify(row)}\n`)
  return {
    folder,
    asked: (text) => line('asked', text),
    acknowledged: (text) => line('acknowledged', text),
    said: (states) => writeFileSync(file('said'), states.map((row) => `${JSON.stringify(row)}\n`).join('')),
  }
}

/** Compares the records of one scenario, or of several at once, with what the carrier's log says from `start` on. */
export function checkRecords(folders: string[], log: { file: string; start: number }): Check {
  const all = <T>(name: string) => folders.flatMap((folder) => readLines<T>(join(folder, `${name}.jsonl`)))
  return check({
    asked: all<Asked>('asked'),
    acknowledged: all<Acknowledged>('acknowledged'),
    said: all<Said>('said'),
    taken: readLog<Taken>(log),
  })
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function readLog<T>({ file, start }: { file: string; start: number }): T[] {
  const lines = readFileSync(file).subarray(start).toString('utf8').split('\n')
  return lines.filter(Boolean).map((line) => JSON.parse(line) as T)
}
