import { randomBytes, randomInt } from 'node:crypto'

/** Something that must not get out, and all the ways to write it. */
export interface Canary {
  name: string
  value: string
  spellings: string[]
}

export function secretCanary(name: string, value: string): Canary {
  const bytes = Buffer.from(value)
  const hex = bytes.toString('hex')
  const base64 = base64Within(bytes)
  const spellings = [
    value,
    encodeURIComponent(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    JSON.stringify(value).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]
  return { name, value, spellings: [...new Set(spellings)] }
}

/** A number is also written in parts, and without its country. */
export function phoneCanary(name: string): Canary {
  const tail = String(randomInt(1000, 10_000))
  const middle = `7${randomInt(10, 100)}`
  const national = ['', '-', ' ', '.'].map((by) => ['415', middle, tail].join(by))
  return { name, value: `+1415${middle}${tail}`, spellings: [...national, `(415) ${middle}-${tail}`, `415) ${middle}`] }
}

/** 32 characters as a provider's secrets have, of every kind. */
export function randomSecret(): string {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length: 32 }, () => characters[randomInt(characters.length)]).join('')
}

export const randomHex = () => randomBytes(16).toString('hex')

/** What base64 makes of it wherever it stands, as in `Basic` behind a user name: the characters that are its alone. */
function base64Within(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
  })
}

/** The canaries that are in there, and how they are written. */
export function findCanaries(canaries: readonly Canary[], place: string | Buffer): string[] {
  const bytes = Buffer.from(place)
  return canaries.flatMap(({ name, spellings }) =>
    spellings.filter((spelling) => bytes.includes(spelling)).map((spelling) => `${name} as ${spelling}`),
  )
}
