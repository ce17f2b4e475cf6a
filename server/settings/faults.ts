import { type FieldError, invalid, type Problem } from '../kit/problem.ts'
import type { Read } from './fields.ts'

/** What is wrong with one save, all of it: people mend a form once, not field by field. */
export class Faults {
  readonly #errors: FieldError[] = []
  readonly #missing: string[] = []

  /** The value, or null once its fault is noted. */
  take<T>(pointer: string, read: Read<T>): T | null {
    if (read.ok) return read.value
    this.add(pointer, read.text)
    return null
  }

  add(pointer: string, detail: string): void {
    this.#errors.push({ pointer, detail })
  }

  missing(pointer: string, name: string, detail = `${name} is missing.`): null {
    this.#missing.push(name)
    this.add(pointer, detail)
    return null
  }

  has(pointer: string): boolean {
    return this.#errors.some((error) => error.pointer === pointer)
  }

  get any(): boolean {
    return this.#errors.length > 0
  }

  problem(turningOn: boolean): Problem {
    if (!turningOn || this.#missing.length === 0) return invalid(this.#errors)
    return invalid(this.#errors, `Cannot turn on: ${this.#missing.join(', ')} missing.`)
  }
}
