import { formatPhone } from '../../shared/phone.ts'

/** A sender or a number people answer to: numbers in groups, short codes and names as they are. */
export function shownNumber(value: string): string {
  return value.startsWith('+') ? formatPhone(value) : value
}
