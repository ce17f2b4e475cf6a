import shapes from './provider/shapes.json' with { type: 'json' }

/** What a shape says of a value: a subset of OpenAPI, trimmed from the provider's published description. */
interface Shape {
  $ref?: string
  type?: string
  format?: string
  nullable?: boolean
  pattern?: string
  enum?: string[]
  properties?: Record<string, Shape>
  items?: Shape
}

export type ShapeName = keyof typeof shapes

const FORMATS: Record<string, RegExp> = {
  'date-time-rfc-2822': /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  currency: /^[A-Z]{3}$/,
  'iso-country-code': /^[A-Z]{2}$/,
}

/**
 * Everything in which a value differs from its shape; empty when it fits. A key that the shape does not name is a
 * difference too. As on live answers, what is unset may be an empty string.
 */
export function differences(name: ShapeName, value: unknown): string[] {
  return compare((shapes as Record<string, Shape>)[name]!, value, name)
}

function compare(shape: Shape, value: unknown, at: string): string[] {
  if (shape.$ref) return differences(shape.$ref as ShapeName, value).map((found) => `${at}: ${found}`)
  if (value === null) return shape.nullable ? [] : [`${at} is null`]
  if (value === undefined) return [`${at} is missing`]
  if (shape.type === 'array') return compareArray(shape, value, at)
  if (shape.type === 'object' || shape.properties) return compareObject(shape, value, at)
  const isRight = shape.type === 'integer' ? Number.isInteger(value) : typeof value === shape.type
  if (shape.type && !isRight) return [`${at} is no ${shape.type}: ${JSON.stringify(value)}`]
  return typeof value === 'string' && value !== '' ? compareText(shape, value, at) : []
}

function compareArray(shape: Shape, value: unknown, at: string): string[] {
  if (!Array.isArray(value)) return [`${at} is no array`]
  return value.flatMap((item, index) => compare(shape.items ?? {}, item, `${at}[${index}]`))
}

function compareObject(shape: Shape, value: unknown, at: string): string[] {
  if (typeof value !== 'object') return [`${at} is no object`]
  if (!shape.properties) return []
  const { properties } = shape
  const unknown = Object.keys(value as object).filter((key) => !(key in properties))
  const named = Object.entries(properties).flatMap(([key, property]) =>
    compare(property, (value as Record<string, unknown>)[key], `${at}.${key}`),
  )
  return [...named, ...unknown.map((key) => `${at}.${key} is not in the description`)]
}

function compareText(shape: Shape, value: string, at: string): string[] {
  const found: string[] = []
  if (shape.pattern && !new RegExp(shape.pattern).test(value))
    found.push(`${at} does not fit ${shape.pattern}: ${value}`)
  if (shape.enum && !shape.enum.includes(value)) found.push(`${at} is none of ${shape.enum.join(', ')}: ${value}`)
  const format = shape.format && FORMATS[shape.format]
  if (format && !format.test(value)) found.push(`${at} is not written as ${shape.format}: ${value}`)
  return found
}
