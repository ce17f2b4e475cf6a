/** For `z.string().regex(...STORABLE)`: PostgreSQL keeps every character but this one. */
export const STORABLE = [/^[^\0]*$/, 'This holds a character that cannot be stored.'] as const
