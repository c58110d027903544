/** The calls of indicators. */
import { indicatorsApi } from '../../../indicators/indicators.api.ts'
import { calls } from '../../call.ts'

/** Figures, and the cases behind them. */
export const indicators = calls('indicators', indicatorsApi)
