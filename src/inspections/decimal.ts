/** Numbers as people and calls write them: digits, not a float. */
import { z } from 'zod'

/** A decimal number as text, exact to six places: "14.8". */
export const Decimal = z.string().max(24)
