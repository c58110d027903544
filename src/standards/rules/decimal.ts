/** Decimals in the parameters of rules are texts, so that "0.3" means exactly three tenths in every edition and language. */
import { z } from 'zod'
import { parseMillionths } from '../../base/points.ts'

/** A decimal of at most six places, e.g. "14.8". */
export const Decimal = z.string().regex(/^-?\d{1,9}(\.\d{1,6})?$/)

/** A percentage from "0" to "100", at most three places. */
export const Percent = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,3})?$/)
  .refine((text) => Number(text) <= 100)

/** A decimal as whole millionths. Only for texts that passed `Decimal` or `Percent`. */
export const millionths = (text: string): number => parseMillionths(text)!

/** A percentage as whole thousandths of a percent: "87.5" → 87500. */
export const milliPercent = (text: string): number => millionths(text) / 1000
